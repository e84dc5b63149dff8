// Looks at every folder and link on the way to a place, and at everything inside of it, from the root on.

import { lstat, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { Looked } from './judge.ts';

/** More links than this are a circle. */
const mostLinks = 40;

/** The way to a file and the file; as far as there is one. */
export async function lookAtFile(file: string): Promise<readonly Looked[]> {
  return (await walk(file)).looked;
}

/** The way to a folder, the folder, and everything below it; where a link inside leads is looked at with its own way. */
export async function lookAtFolder(folder: string): Promise<readonly Looked[]> {
  const { looked, end } = await walk(folder);
  return end === null ? looked : [...looked, ...(await below(end))];
}

/** From the root on, following links one at a time, as the system does. `end`: the real place, if it exists. */
async function walk(place: string): Promise<{ readonly looked: readonly Looked[]; readonly end: string | null }> {
  const looked: Looked[] = [];
  let here = path.parse(place).root;
  let ahead = partsOf(place);
  let links = 0;
  looked.push(await look(here, 'way'));
  while (ahead.length > 0) {
    const [part = '', ...rest] = ahead;
    const next = path.resolve(here, part);
    const found = await lookIfThere(next, rest.length > 0 ? 'way' : 'trusted');
    if (found === null) return { looked, end: null };
    looked.push(found);
    ahead = rest;
    if (found.kind !== 'link') here = next;
    else {
      links += 1;
      if (links > mostLinks) throw new Error(`too many links on the way to ${place}`);
      const target = await readlink(next);
      if (path.isAbsolute(target)) here = path.parse(target).root;
      ahead = [...partsOf(target), ...rest];
    }
  }
  return { looked, end: here };
}

function partsOf(place: string): readonly string[] {
  const { root } = path.parse(place);
  return place
    .slice(root.length)
    .split(path.sep)
    .filter((part) => part !== '' && part !== '.');
}

async function below(folder: string): Promise<readonly Looked[]> {
  const all: Looked[] = [];
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTDIR') return [];
    throw error;
  });
  for (const name of names.sort()) {
    const place = path.join(folder, name);
    const found = await lookIfThere(place, 'trusted');
    // Removed in this moment: the folder's owner did it.
    if (found === null) continue;
    all.push(found);
    if (found.kind === 'link') all.push(...(await walk(place)).looked);
    if (found.kind === 'directory') all.push(...(await below(place)));
  }
  return all;
}

async function lookIfThere(place: string, role: Looked['role']): Promise<Looked | null> {
  try {
    return await look(place, role);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}

async function look(place: string, role: Looked['role']): Promise<Looked> {
  const found = await lstat(place);
  const kind = found.isSymbolicLink() ? 'link' : found.isDirectory() ? 'directory' : found.isFile() ? 'file' : 'other';
  return { path: place, kind, uid: found.uid, gid: found.gid, mode: found.mode & 0o7777, role };
}
