// Reads a folder of this machine as the contents of a package.

import { lstat, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { copiedFile, type Entry } from './entry.ts';

/** Everything below it, by its place from there, in one order on every machine. Programs are 0755, other files 0644. */
export async function readEntries(folder: string): Promise<readonly Entry[]> {
  const names = (await readdir(folder, { recursive: true })).map((name) => name.replaceAll(path.sep, '/')).sort();
  return await Promise.all(names.map((name) => entryOf(path.join(folder, name), name)));
}

async function entryOf(place: string, name: string): Promise<Entry> {
  const found = await lstat(place);
  if (found.isSymbolicLink()) return { kind: 'link', path: name, to: await readlink(place) };
  if (found.isDirectory()) return { kind: 'folder', path: name, mode: 0o755 };
  return copiedFile(name, place, (found.mode & 0o100) === 0 ? 0o644 : 0o755);
}
