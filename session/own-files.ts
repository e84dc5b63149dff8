// Removes the files of one user that are the product's alone, and its line in what belongs to the desktop.

import { lstat, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { userFiles } from '../shared/install/footprint.ts';
import type { InstallPlatform } from '../shared/install/layout.ts';
import { replaceFile } from '../shared/node/atomic-file.ts';

/** Where desktops of freedesktop.org keep who opens which links. */
const linkOpeners = ['.config/mimeapps.list', '.local/share/applications/mimeapps.list'];

/** Runs as the user, below whose home nobody else has a say. Gives the paths of what it removed. @throws the system's error */
export async function removeOwnFiles(platform: InstallPlatform, home: string): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const relative of userFiles(platform)) {
    const file = path.join(home, relative);
    if ((await lstat(file).catch(() => null)) === null) continue;
    // A link in its place is removed itself, not what it leads to.
    await rm(file, { recursive: true });
    removed.push(file);
  }
  if (platform === 'linux')
    for (const relative of linkOpeners) {
      const file = path.join(home, relative);
      if (await dropLinkOpener(file)) removed.push(`stile: in ${file}`);
    }
  return removed;
}

/** Every other byte stays as it is. */
async function dropLinkOpener(file: string): Promise<boolean> {
  const about = await lstat(file).catch(() => null);
  if (about === null || !about.isFile()) return false;
  const text = await readFile(file, 'utf8');
  const without = text.replaceAll(/^x-scheme-handler\/stile=.*(?:\r?\n|$)/gm, '');
  if (without === text) return false;
  await replaceFile(file, without, { mode: about.mode & 0o777 });
  return true;
}
