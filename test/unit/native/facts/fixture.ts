// Reads the outputs that posture facts are read from.

import { readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, '../../../fixtures/facts');

/** The text of one file below test/fixtures/facts. */
export function fixture(file: string): string {
  return readFileSync(path.join(folder, file), 'utf8');
}
