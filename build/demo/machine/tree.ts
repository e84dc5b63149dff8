// Reads what an overlay holds above the file system below: what was made, changed or removed, by path.

import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

/** `removed`: it is below, and was taken away (overlayfs marks that by a device 0:0). */
export interface Node {
  readonly kind: 'file' | 'folder' | 'link' | 'removed' | 'other';
  readonly mode: number;
  readonly owner: string;
  /** SHA-256 of a file, target of a link. */
  readonly content: string;
}

/** By absolute path. */
export type Tree = ReadonlyMap<string, Node>;

export async function readTree(folder: string): Promise<Tree> {
  const tree = new Map<string, Node>();
  async function walk(relative: string): Promise<void> {
    for (const name of await readdir(path.join(folder, relative))) {
      const place = path.join(relative, name);
      const node = await nodeAt(path.join(folder, place));
      if (node === null) continue;
      tree.set(place, node);
      if (node.kind === 'folder') await walk(place);
    }
  }
  await walk('/');
  return tree;
}

/** Null where there is nothing (any more). */
export async function nodeAt(file: string): Promise<Node | null> {
  const about = await lstat(file).catch(() => null);
  if (about === null) return null;
  const same = { mode: about.mode & 0o7777, owner: `${about.uid}:${about.gid}` };
  if (about.isDirectory()) return { kind: 'folder', ...same, content: '' };
  if (about.isSymbolicLink()) return { kind: 'link', ...same, content: await readlink(file) };
  if (about.isCharacterDevice() && about.rdev === 0) return { kind: 'removed', ...same, content: '' };
  if (!about.isFile()) return { kind: 'other', ...same, content: '' };
  const content = await readFile(file).catch(() => null);
  return content === null
    ? null
    : { kind: 'file', ...same, content: createHash('sha256').update(content).digest('hex') };
}
