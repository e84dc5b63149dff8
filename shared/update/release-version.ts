// Release numbers of packages and how they are ordered; pure.

import { z } from 'zod';

/** Three numbers: all that MSI, dpkg and rpm order alike. Who wants to try a release early gets it by ring, not by a suffix. */
export const releaseVersion = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,4})(?:\.(?:0|[1-9]\d{0,4})){2}$/, 'a version is three numbers, such as 1.4.0');

/** Below zero if `left` is the older one, above if it is the newer one. */
export function compareVersions(left: string, right: string): number {
  const [mine, other] = [left, right].map((version) => releaseVersion.parse(version).split('.').map(Number));
  for (const [index, number] of (mine ?? []).entries()) {
    const difference = number - (other?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function isNewer(version: string, than: string): boolean {
  return compareVersions(version, than) > 0;
}
