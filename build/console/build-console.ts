// Builds the pages of the console once for each state of their sources, however many programs ask at the same time.

import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { withLock } from '../set-up/lock.mjs';
import { sourcesHash } from './sources-hash.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Where the EMS looks for them: the file `current` names the folder. */
const place = path.join(root, 'out', 'console');

/** The folder of the built pages, which are those of the sources as they are now. */
export async function ensureConsole(): Promise<string> {
  const hash = await sourcesHash(root);
  if (!(await isCurrent(hash))) {
    await mkdir(place, { recursive: true });
    await withLock(path.join(root, 'out', 'console.lock'), async () => {
      if (!(await isCurrent(hash))) await buildAs(hash);
    });
  }
  return place;
}

async function isCurrent(hash: string): Promise<boolean> {
  const current = await readFile(path.join(place, 'current'), 'utf8').catch(() => '');
  return current.trim() === hash;
}

async function buildAs(hash: string): Promise<void> {
  const unfinished = path.join(place, `${hash}.unfinished`);
  await rm(unfinished, { recursive: true, force: true });
  await bundle(unfinished);
  await rm(path.join(place, hash), { recursive: true, force: true });
  await rename(unfinished, path.join(place, hash));
  await replaceFile(path.join(place, 'current'), `${hash}\n`, { mode: 0o644 });
  // An EMS that runs has read its pages and needs no older ones.
  const others = (await readdir(place)).filter((name) => name !== hash && name !== 'current');
  for (const name of others) await rm(path.join(place, name), { recursive: true, force: true });
}

/** Loaded only when there is something to build: it takes longer than looking. */
async function bundle(outDir: string): Promise<void> {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: path.join(root, 'ems', 'console'),
    // Mantine's files say for whom they are (`use client`); each of them would be a warning.
    logLevel: 'error',
    // Nothing of the environment gets into the pages.
    envDir: false,
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      // Browsers that know `light-dark()`.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      // Nothing inline: the content security policy takes neither code nor images that stand in the page.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2_000,
    },
  });
}
