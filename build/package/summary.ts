// Says what was built: as lines for people, or as the object that scripts read.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Release } from './release.ts';
import type { BuiltPackage } from './target.ts';

export interface PackageSummary {
  readonly file: string;
  readonly mib: number;
  readonly sha256: string;
  readonly releasable: boolean;
  /** Only of one that is not releasable. */
  readonly why?: string;
}

export async function summaryOf(outDir: string, built: BuiltPackage, release: Release): Promise<PackageSummary> {
  const place = path.join(outDir, built.file);
  const { size } = await stat(place);
  const hash = createHash('sha256');
  await pipeline(createReadStream(place), hash);
  const obstacles = [...release.obstacles, ...built.obstacles];
  return {
    file: built.file,
    mib: mibOf(size),
    sha256: hash.digest('hex'),
    ...(obstacles.length === 0 ? { releasable: true } : { releasable: false, why: obstacles.join('; ') }),
  };
}

export function mibOf(bytes: number): number {
  return Math.round((bytes / 1_048_576) * 100) / 100;
}

export function linesOf(packages: readonly PackageSummary[]): readonly string[] {
  const widest = Math.max(0, ...packages.map(({ file }) => file.length));
  return packages.flatMap(({ file, mib, sha256, why }) => [
    `${file.padEnd(widest)}  ${mib.toFixed(2).padStart(6)} MiB  sha256 ${sha256}`,
    ...(why === undefined ? [] : [`${' '.repeat(widest)}  not releasable: ${why}`]),
  ]);
}
