// Names one state of everything that the pages of the console are made of.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Folders whose every file counts; what else is in `shared/node` never gets into a page. */
const folders = ['ems/console', 'shared', 'build/console'];
const files = ['package-lock.json', 'tsconfig.base.json'];

export async function sourcesHash(root: string): Promise<string> {
  const listed = await Promise.all(folders.map((folder) => filesIn(root, folder)));
  const all = [...listed.flat(), ...files].filter((file) => !file.startsWith('shared/node/')).sort();
  const hash = createHash('sha256');
  for (const file of all) {
    const bytes = await readFile(path.join(root, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex').slice(0, 32);
}

async function filesIn(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
}
