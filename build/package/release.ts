// Finds out which release is being packed, and of which moment: two packings of one commit agree in every byte.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type UpdateKeys, updateKeys } from '../../shared/update/update-keys.ts';

export interface Release {
  readonly version: string;
  /** Seconds since 1970 of the commit: the time of everything inside a package. */
  readonly epoch: number;
  /** Null where the sources are not in a repository. */
  readonly commit: string | null;
  /** Whose releases the packed agent takes later; absent: it does not update itself. */
  readonly updateKeys?: UpdateKeys;
  /** Why nothing of this release must be given to people; empty if it may. */
  readonly obstacles: readonly string[];
}

/** What is known of the sources; the environment's SOURCE_DATE_EPOCH outweighs the commit's time. */
export interface Sources {
  readonly version: string;
  readonly askedVersion: string | undefined;
  readonly sourceDateEpoch: string | undefined;
  readonly commit: { readonly id: string; readonly epoch: number; readonly isModified: boolean } | null;
}

export type FoundRelease =
  | { readonly kind: 'found'; readonly release: Release }
  | { readonly kind: 'undated'; readonly why: string };

export function releaseOf({ version, askedVersion, sourceDateEpoch, commit }: Sources): FoundRelease {
  const given = sourceDateEpoch === undefined || sourceDateEpoch === '' ? undefined : Number(sourceDateEpoch);
  if (given !== undefined && !(Number.isSafeInteger(given) && given > 0))
    return { kind: 'undated', why: `SOURCE_DATE_EPOCH is not a number of seconds: ${sourceDateEpoch}` };
  const epoch = given ?? commit?.epoch;
  if (epoch === undefined)
    return { kind: 'undated', why: 'these sources are not in a git repository; say their date with SOURCE_DATE_EPOCH' };
  const obstacles = [
    ...(commit === null ? ['it was built of sources that are not in a repository'] : []),
    ...(commit?.isModified === true ? ['the sources differ from the commit'] : []),
    ...(askedVersion === undefined || askedVersion === version ? [] : [`the sources are of version ${version}`]),
  ];
  return {
    kind: 'found',
    release: { version: askedVersion ?? version, epoch, commit: commit?.id ?? null, obstacles },
  };
}

const manifest = z.object({ version: z.string() });

export async function sourcesAt(root: string, askedVersion: string | undefined): Promise<Sources> {
  const { version } = manifest.parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')));
  return { version, askedVersion, sourceDateEpoch: process.env.SOURCE_DATE_EPOCH, commit: await commitOf(root) };
}

/** The release, with the keys of a file that `npm run release -- keys` wrote. @throws for a file that holds none */
export async function withUpdateKeys(release: Release, file: string | undefined): Promise<Release> {
  if (file === undefined) return release;
  return { ...release, updateKeys: updateKeys.parse(JSON.parse(await readFile(file, 'utf8'))) };
}

async function commitOf(root: string): Promise<Sources['commit']> {
  const git = (...args: string[]) => promisify(execFile)('git', args, { cwd: root });
  try {
    const { stdout: shown } = await git('log', '-1', '--format=%H %ct');
    const [id = '', seconds = ''] = shown.trim().split(' ');
    const { stdout: changes } = await git('status', '--porcelain');
    return { id, epoch: Number(seconds), isModified: changes.trim() !== '' };
  } catch {
    return null;
  }
}
