// Finds the Electron that the desktop app is packed with, and says whether it is the real one; nothing is downloaded.

import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { InstallPlatform } from '../../../shared/install/layout.ts';

export const distVariable = 'STILE_ELECTRON_DIST';

export type ElectronDist =
  /** The official archive, as electron-builder wants it: named by its folder. */
  | { readonly kind: 'official'; readonly folder: string; readonly version: string; readonly sha256: string }
  /** `why`: what keeps the real one away. */
  | { readonly kind: 'stand-in'; readonly version: string; readonly why: string };

/** There is something under the name of the archive, and it is not what Electron's makers published. */
export class ForeignElectron extends Error {}

const manifest = z.object({ version: z.string() });
const checksums = z.record(z.string(), z.string());

/**
 * The archive in the folder that STILE_ELECTRON_DIST names, compared with the sums that the npm package `electron` carries,
 * which the lock file holds to its own hash.
 * @throws ForeignElectron
 */
export async function findElectronDist(
  root: string,
  platform: InstallPlatform,
  named: string | undefined = process.env[distVariable],
): Promise<ElectronDist> {
  const electron = path.join(root, 'node_modules', 'electron');
  const { version } = manifest.parse(await readJson(path.join(electron, 'package.json')));
  const name = archiveName(version, platform);
  const standIn = (why: string): ElectronDist => ({ kind: 'stand-in', version, why });
  if (named === undefined || named === '')
    return standIn(`it holds no Electron: ${distVariable} must name a folder with ${name}`);
  const archive = path.join(named, name);
  if (!existsSync(archive))
    return standIn(`it holds no Electron: there is no ${name} in the folder of ${distVariable}`);
  const published = checksums.parse(await readJson(path.join(electron, 'checksums.json')))[name];
  const sha256 = await sha256Of(archive);
  if (sha256 !== published)
    throw new ForeignElectron(
      `${archive} is not what Electron's makers published: its SHA-256 is ${sha256}, not ${published}`,
    );
  return { kind: 'official', folder: path.resolve(named), version, sha256 };
}

export function archiveName(version: string, platform: InstallPlatform): string {
  return `electron-v${version}-${platform}-x64.zip`;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
