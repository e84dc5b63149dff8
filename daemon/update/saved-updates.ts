// What must survive a restart so that nobody can make this device forget a newer feed: one 0600 file.

import { readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import { releaseVersion } from '../../shared/update/release-version.ts';
import { updateKeys } from '../../shared/update/update-keys.ts';

const instant = z.number().min(0).max(8.64e15);

const savedUpdates = z.strictObject({
  v: z.literal(1),
  /** The newest feed that was taken. */
  sequence: z.int().min(0),
  payloadSha256: z.string().max(64),
  /** It was no earlier than this, whatever the clock says now. */
  issued: instant,
  /** Successors of the keys that came with the package. */
  keys: updateKeys.nullable(),
  /** Makes this device's place in the row of each release; told to nobody. */
  seed: z.string().min(16).max(64),
  pending: z.strictObject({ since: instant, postponedUntil: instant.nullable() }).nullable(),
  /** The release that the package manager was told to install. */
  attempt: releaseVersion.nullable(),
  /** How often in a row that has failed. */
  failures: z.strictObject({ version: releaseVersion, count: z.int().min(1) }).nullable(),
});
export type SavedUpdates = z.infer<typeof savedUpdates>;

export interface KeptUpdates {
  readonly current: SavedUpdates;
  /** Resolves when it is on the disk. */
  update(change: Partial<SavedUpdates>): Promise<void>;
}

/** @param onDamage hears of a file that could not be used: what it held is lost, but for the copy that is kept beside it */
export async function keptUpdates(directory: string, onDamage: () => void): Promise<KeptUpdates> {
  const file = path.join(directory, 'updates.json');
  let current = (await read(file, onDamage)) ?? nothingYet();
  return {
    get current() {
      return current;
    },
    async update(change) {
      current = savedUpdates.parse({ ...current, ...change });
      await replaceFile(file, `${JSON.stringify(current, null, 2)}\n`);
    },
  };
}

function nothingYet(): SavedUpdates {
  return {
    v: 1,
    sequence: 0,
    payloadSha256: '',
    issued: 0,
    keys: null,
    seed: randomToken(),
    pending: null,
    attempt: null,
    failures: null,
  };
}

/** A damaged file would otherwise keep every later fix away; signatures, dates and the installed release still bar the way back. */
async function read(file: string, onDamage: () => void): Promise<SavedUpdates | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return savedUpdates.parse(JSON.parse(text));
  } catch {
    await rename(file, `${file}.unreadable`);
    onDamage();
    return null;
  }
}
