// Names one state of everything that a bundle is made of.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** What every bundle is made with. */
const always = ['package-lock.json', 'tsconfig.base.json'];

/** Every file of the folders counts but those below `without`; and `also` what is said besides. */
export async function sourcesHash(
  root: string,
  folders: readonly string[],
  without: readonly string[] = [],
  also: readonly string[] = [],
): Promise<string> {
  const listed = await Promise.all(folders.map((folder) => filesIn(root, folder)));
  const isMeant = (file: string) => !without.some((folder) => file.startsWith(`${folder}/`));
  const all = [...listed.flat().filter(isMeant), ...always].sort();
  const hash = createHash('sha256');
  for (const file of all) {
    const bytes = await readFile(path.join(root, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  for (const text of also) hash.update(`\0${text.length}\0${text}`);
  return hash.digest('hex').slice(0, 32);
}

async function filesIn(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
}
