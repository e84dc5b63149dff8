// Builds a bundle once for each state of its sources, however many programs ask at the same time.

import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { withLock } from '../set-up/lock.mjs';
import { sourcesHash } from './sources-hash.ts';

export interface Bundle {
  /** Its folder below `out/`. There the file `current` names the folder of the bundle that was asked for last. */
  readonly name: string;
  /** Folders whose every file counts, and folders below them whose files do not. */
  readonly folders: readonly string[];
  readonly without?: readonly string[];
  /** What it depends on besides files, as text. */
  readonly also?: readonly string[];
  /** Older bundles stay as long as programs that were started with them may read them. */
  readonly keepMs: number;
  /** Called only when there is something to build. */
  readonly build: (outDir: string) => Promise<void>;
}

const root = path.resolve(import.meta.dirname, '../..');

/** The place of the bundle and, in it, the folder that was built of the sources as they are now. */
export async function ensureBundle(bundle: Bundle): Promise<{ readonly place: string; readonly folder: string }> {
  const place = path.join(root, 'out', bundle.name);
  const hash = await sourcesHash(root, bundle.folders, bundle.without, bundle.also);
  const folder = path.join(place, hash);
  if (!(await isCurrent(place, hash))) {
    await mkdir(place, { recursive: true });
    await withLock(path.join(root, 'out', `${bundle.name}.lock`), async () => {
      if (!(await isCurrent(place, hash))) await makeCurrent(bundle, place, hash);
    });
  }
  return { place, folder };
}

async function isCurrent(place: string, hash: string): Promise<boolean> {
  const current = await readFile(path.join(place, 'current'), 'utf8').catch(() => '');
  return current.trim() === hash;
}

async function makeCurrent({ build, keepMs }: Bundle, place: string, hash: string): Promise<void> {
  const folder = path.join(place, hash);
  if (!(await isThere(folder))) {
    const unfinished = `${folder}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await build(unfinished);
    await rename(unfinished, folder);
  }
  // It begins its time anew.
  await utimes(folder, new Date(), new Date());
  await replaceFile(path.join(place, 'current'), `${hash}\n`, { mode: 0o644 });
  const others = (await readdir(place)).filter((name) => name !== hash && name !== 'current');
  for (const name of others) {
    const { mtimeMs } = await stat(path.join(place, name));
    if (Date.now() - mtimeMs >= keepMs) await rm(path.join(place, name), { recursive: true, force: true });
  }
}

async function isThere(folder: string): Promise<boolean> {
  return await stat(folder).then(
    () => true,
    () => false,
  );
}
