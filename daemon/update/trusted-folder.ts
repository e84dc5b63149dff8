// A folder in which nobody but root (or whoever runs this) can put, change or swap anything.

import { lstat, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors/app-error.ts';

export interface TrustedFolder {
  readonly path: string;
  /** A new folder in it with a name nobody can know before. */
  fresh(): Promise<string>;
  /** Removes everything in it. */
  clear(): Promise<void>;
}

/** Whose word counts for a folder; on Windows its access list says it, which the installer sets. */
export type Ownership = { readonly kind: 'owner'; readonly uid: number } | { readonly kind: 'access-list' };

/**
 * `<directory>/updates`, for its owner alone. What stands at that name and is anything else, such as a link, is removed, never followed.
 * @throws AppError `update-place-unsafe` if others can write in it or in any folder above it
 */
export async function trustedFolder(directory: string, ownership: Ownership): Promise<TrustedFolder> {
  // Where an administrator has the data on another disk, a link leads there; from then on no link is followed.
  const place = path.join(await realpath(directory), 'updates');
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { mode: 0o700 });
  await assertTrusted(place, ownership);

  return {
    path: place,
    async fresh() {
      await assertTrusted(place, ownership);
      return await mkdtemp(path.join(place, 'release-'));
    },
    clear: async () => {
      await rm(place, { recursive: true, force: true });
      await mkdir(place, { mode: 0o700 });
    },
  };
}

async function assertTrusted(place: string, ownership: Ownership): Promise<void> {
  if (ownership.kind === 'access-list') return;
  const { root } = path.parse(place);
  for (let each = place; each !== root; each = path.dirname(each)) {
    const why = await distrust(each, ownership.uid, each === place);
    if (why !== null) throw new AppError('update-place-unsafe', { path: each, why });
  }
}

async function distrust(folder: string, uid: number, isOwn: boolean): Promise<string | null> {
  const found = await lstat(folder);
  if (!found.isDirectory()) return 'it is no folder';
  if (found.uid !== uid && (isOwn || found.uid !== 0)) return `it belongs to user ${found.uid}`;
  if (isOwn) return (found.mode & 0o077) === 0 ? null : 'others may look into it';
  // Where everybody may write but nobody remove what is another's (the sticky bit), ours stays ours.
  const isSticky = (found.mode & 0o1000) !== 0;
  return (found.mode & 0o022) === 0 || isSticky ? null : 'others may write there';
}
