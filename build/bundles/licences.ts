// Gathers the licences of everything that is part of a bundle.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** One text: our own licence, then each package with its version and the words its authors ask to be kept. Folders may be below the root. */
export async function licencesOf(root: string, packages: readonly string[]): Promise<string> {
  const own = `Stile\n\n${await readFile(path.join(root, 'LICENSE'), 'utf8')}`;
  const others = await Promise.all(
    [...new Set(packages)].sort().map((folder) => licenceOf(path.resolve(root, folder))),
  );
  return `${[own, ...others].map((text) => text.trim()).join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** @throws Error for a package that says nothing of its licence: such a thing is not given to people */
async function licenceOf(folder: string): Promise<string> {
  const manifest: { name: string; version: string; license?: string } = JSON.parse(
    await readFile(path.join(folder, 'package.json'), 'utf8'),
  );
  const file = (await readdir(folder)).find((name) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(name));
  if (file === undefined && manifest.license === undefined) throw new Error(`${folder} names no licence`);
  const words = file === undefined ? '' : `\n\n${await readFile(path.join(folder, file), 'utf8')}`;
  return `${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})${words}`;
}
