// Refuses to start on a Node whose TLS keeps sessions authorised that are not.

import process from 'node:process';
import { AppError } from '../../errors/app-error.ts';

/** The Node that this product is tested with and comes with. */
export const pinnedNode = '24.21.0';

/**
 * Older Node lines resume a session that began without a certificate as authorised.
 * @throws AppError `node-too-old`
 */
export function assertPinnedRuntime(found: string = process.versions.node, wanted: string = pinnedNode): void {
  const [have, need] = [numbersOf(found), numbersOf(wanted)];
  for (const [place, least] of need.entries()) {
    const number = have[place] ?? 0;
    if (number > least) return;
    if (number < least) throw new AppError('node-too-old', { found, wanted });
  }
}

function numbersOf(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10));
}
