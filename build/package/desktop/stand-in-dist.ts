// Makes what has the structure of Electron's distribution and is none, so that packing can be tried where no Electron can be had.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { InstallPlatform } from '../../../shared/install/layout.ts';
import { smallestProgram } from './smallest-program.ts';
import { withVersion } from './windows-version.mjs';

/** Lays it into the folder. What it starts says so and ends. */
export async function layStandInDist(folder: string, platform: InstallPlatform, version: string): Promise<void> {
  const files = filesOf[platform]();
  for (const [name, { bytes, isProgram }] of Object.entries({
    ...files,
    version: { bytes: version, isProgram: false },
  })) {
    const place = path.join(folder, name);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, bytes, { mode: isProgram ? 0o755 : 0o644 });
  }
}

interface Laid {
  readonly bytes: string | Uint8Array;
  readonly isProgram: boolean;
}

/** Where Electron's fuses stand in its program: a mark, the version of the wire, how many there are, and each. */
const fuses = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u000811110001', 'latin1');

const script = Buffer.concat([
  Buffer.from('#!/bin/sh\necho "a stand-in for Electron, to try packing with; it shows nothing" >&2\nexit 1\n'),
  fuses,
]);
const program = (bytes: Uint8Array): Laid => ({ bytes, isProgram: true });
const plain = (bytes: string): Laid => ({ bytes, isProgram: false });

const filesOf: Readonly<Record<InstallPlatform, () => Readonly<Record<string, Laid>>>> = {
  linux: () => ({
    electron: program(script),
    'chrome-sandbox': program(script),
    'resources/.keep': plain(''),
  }),
  win32: () => ({
    'electron.exe': program(withVersion(smallestProgram(fuses))),
    'resources/.keep': plain(''),
  }),
  darwin: () => ({
    ...bundle('Electron.app', 'Electron', 'com.github.Electron'),
    ...Object.assign(
      {},
      ...['', ' (GPU)', ' (Plugin)', ' (Renderer)'].map((kind) =>
        bundle(
          `Electron.app/Contents/Frameworks/Electron Helper${kind}.app`,
          `Electron Helper${kind}`,
          'com.github.Electron.helper',
        ),
      ),
    ),
    'Electron.app/Contents/Frameworks/Electron Framework.framework/Electron Framework': program(script),
    'Electron.app/Contents/Resources/.keep': plain(''),
  }),
};

/** A folder that macOS takes for a program. */
function bundle(folder: string, name: string, identifier: string): Readonly<Record<string, Laid>> {
  const values = {
    CFBundleExecutable: name,
    CFBundleIdentifier: identifier,
    CFBundleName: name,
    CFBundlePackageType: 'APPL',
  };
  const lines = Object.entries(values).map(([key, value]) => `<key>${key}</key><string>${value}</string>`);
  const list = `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>${lines.join('')}</dict></plist>\n`;
  return { [`${folder}/Contents/Info.plist`]: plain(list), [`${folder}/Contents/MacOS/${name}`]: program(script) };
}
