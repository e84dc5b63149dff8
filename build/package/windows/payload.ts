// Everything that comes into the folder of the programs on Windows, as a list that both installers are written from.

import { readdir } from 'node:fs/promises';
import path from 'node:path';

export interface PayloadFile {
  /** Below the folder of the programs, with slashes. */
  readonly name: string;
  readonly source: string;
  /** Of the desktop app, which may be left out. */
  readonly isDesktop: boolean;
}

export const hostName = 'stile-service.exe';
export const desktopFolder = 'desktop';

/** The files of a folder that looks like the one that is to be installed, in one order on every machine. */
export async function readPayload(folder: string): Promise<readonly PayloadFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const source = path.join(entry.parentPath, entry.name);
      const name = path.relative(folder, source).split(path.sep).join('/');
      return { name, source, isDesktop: name.startsWith(`${desktopFolder}/`) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
