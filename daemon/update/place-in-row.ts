// Where in the row of all devices this one stands with a release: a different place for each, so that nobody is always first.

import { createHash } from 'node:crypto';

/** In [0, 1). From a seed of this installation and not its uid: who is not enrolled is updated too. */
export function placeInRow(seed: string, version: string): number {
  return createHash('sha256').update(`${seed} ${version}`).digest().readUInt32BE() / 2 ** 32;
}
