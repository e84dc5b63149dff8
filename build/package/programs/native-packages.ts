// The table of compiled packages: of each only the files that its system needs.

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { InstallPlatform } from '../../../shared/install/layout.ts';
import { ensureLockedPackage } from '../../set-up/npm-package.ts';
import { copiedFile, type Entry } from '../contents/entry.ts';
import type { NativePackage } from './products.ts';

/** A folder below `node_modules`, and what is taken of it. */
export interface Part {
  readonly name: string;
  readonly files: readonly string[];
}

export function partsOf(native: NativePackage, platform: InstallPlatform): readonly Part[] {
  const system = `${platform}-x64`;
  switch (native) {
    case 'koffi':
      return [
        {
          name: 'koffi',
          files: [...always, 'LICENSE.txt', 'index.js', 'src/koffi/index.js', 'src/koffi/src/static.js'],
        },
        { name: `@koromix/koffi-${system}`, files: [...always, 'index.js', `${platform}_x64/koffi.node`] },
      ];
    case '@napi-rs/keyring': {
      const build = { linux: `${system}-gnu`, win32: `${system}-msvc`, darwin: system }[platform];
      return [
        { name: '@napi-rs/keyring', files: [...always, 'LICENSE', 'index.js'] },
        { name: `@napi-rs/keyring-${build}`, files: [...always, 'LICENSE.third-party.md', `keyring.${build}.node`] },
      ];
    }
    case 'keytar':
      // Its makers publish nothing that is compiled any more: it is there where it can be built.
      return platform === 'linux'
        ? [{ name: 'keytar', files: [...always, 'LICENSE.md', 'lib/keytar.js', 'build/Release/keytar.node'] }]
        : [];
  }
}

const always = ['package.json'];

export interface PackedPart {
  readonly name: string;
  /** Where the package lies on this machine. */
  readonly folder: string;
  readonly entries: readonly Entry[];
}

/** The parts below `node_modules`; `keytar` only where it is built. */
export async function packedParts(
  root: string,
  natives: readonly NativePackage[],
  platform: InstallPlatform,
): Promise<readonly PackedPart[]> {
  const wanted = natives.flatMap((native) => partsOf(native, platform));
  const found = await Promise.all(wanted.map((part) => packedPart(root, part)));
  return found.filter((part) => part !== null);
}

async function packedPart(root: string, { name, files }: Part): Promise<PackedPart | null> {
  if (name === 'keytar' && !existsSync(path.join(root, 'node_modules', name, 'build/Release/keytar.node'))) return null;
  const folder = await ensureLockedPackage(root, name);
  const entries = files.map((file) => copiedFile(`node_modules/${name}/${file}`, path.join(folder, file)));
  return { name, folder, entries };
}
