// The release of all programs, as package.json states it.

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { programFile } from './program-file.ts';

const manifest = z.object({ version: z.string() });

export const version = manifest.parse(
  JSON.parse(readFileSync(programFile({ source: 'package.json', packed: 'package.json' }), 'utf8')),
).version;
