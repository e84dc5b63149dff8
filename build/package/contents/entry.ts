// What one package holds, as values: every file, folder and link by its place on the machine where it is installed.

import { chmod, copyFile, mkdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Everything belongs to root. Paths have forward slashes; folders in between are made, 0755. */
export type Entry =
  | { readonly kind: 'file'; readonly path: string; readonly mode: number; readonly content: Content }
  | { readonly kind: 'folder'; readonly path: string; readonly mode: number }
  | { readonly kind: 'link'; readonly path: string; readonly to: string };

/** A text, or the bytes of a file of this machine. */
export type Content = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'copy'; readonly of: string };

export function textFile(place: string, text: string, mode = 0o644): Entry {
  return { kind: 'file', path: place, mode, content: { kind: 'text', text } };
}

export function copiedFile(place: string, of: string, mode = 0o644): Entry {
  return { kind: 'file', path: place, mode, content: { kind: 'copy', of } };
}

/** The same things below another folder. */
export function below(folder: string, entries: readonly Entry[]): readonly Entry[] {
  return entries.map((entry) => ({ ...entry, path: path.posix.join(folder, entry.path) }));
}

export async function bytesOf(content: Content): Promise<Buffer> {
  return content.kind === 'text' ? Buffer.from(content.text) : await readFile(content.of);
}

/** Lays them below a folder, with their modes, everything of one moment. */
export async function writeEntries(root: string, entries: readonly Entry[], epoch: number): Promise<void> {
  const folders = new Map<string, number>();
  for (const entry of entries) {
    const place = path.join(root, entry.path);
    await mkdir(path.dirname(place), { recursive: true });
    for (const folder of foldersAbove(root, place)) if (!folders.has(folder)) folders.set(folder, 0o755);
    if (entry.kind === 'folder') {
      await mkdir(place, { recursive: true });
      folders.set(place, entry.mode);
    } else if (entry.kind === 'link') await symlink(entry.to, place);
    else await writeContent(place, entry.mode, entry.content, epoch);
  }
  // Deepest first: what is laid into a folder gives it another time.
  for (const [folder, mode] of [...folders].sort(([one], [other]) => other.length - one.length)) {
    await chmod(folder, mode);
    await utimes(folder, epoch, epoch);
  }
}

async function writeContent(place: string, mode: number, content: Content, epoch: number): Promise<void> {
  if (content.kind === 'text') await writeFile(place, content.text);
  else await copyFile(content.of, place);
  // Whatever the umask is.
  await chmod(place, mode);
  await utimes(place, epoch, epoch);
}

function foldersAbove(root: string, place: string): readonly string[] {
  const parts = path.relative(root, path.dirname(place)).split(path.sep);
  return [root, ...parts.map((_, index) => path.join(root, ...parts.slice(0, index + 1)))];
}
