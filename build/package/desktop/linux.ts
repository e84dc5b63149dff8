// The desktop app for Linux: what its package holds, needs, and tells the desktops of the machine.

import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { installLayouts } from '../../../shared/install/layout.ts';
import { ensureBundle } from '../../bundles/ensure-bundle.ts';
import { packagingPackages } from '../../set-up/packages.ts';
import { below, copiedFile, type Entry, textFile } from '../contents/entry.ts';
import { readEntries } from '../contents/read-entries.ts';
import { buildDeb, buildRpm } from '../linux/build-packages.ts';
import { licence, type PackageDescription } from '../linux/description.ts';
import { fingerprintOf } from '../linux/fingerprint.ts';
import type { Release } from '../release.ts';
import type { BuildOptions, BuiltPackage, Target } from '../target.ts';
import { ensureDesktop } from './pack-desktop.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const aDayMs = 24 * 3_600_000;
const { desktop } = installLayouts.linux;
const program = `${desktop}/stile-shell`;

export const linuxDesktop: Target = {
  system: 'linux',
  name: 'stile-desktop',
  makes: 'deb and rpm: the desktop app; needs an Electron, see docs/packaging.md',
  needs: packagingPackages,
  build,
};

async function build(outDir: string, options: BuildOptions): Promise<readonly BuiltPackage[]> {
  const { folder: app, obstacles } = await ensureDesktop('linux', options);
  const description = describeDesktop(options.release, await readEntries(app));
  const { folder } = await ensureBundle({
    name: 'packages-desktop',
    folders: ['build/package'],
    also: [await fingerprintOf(description)],
    keepMs: aDayMs,
    async build(made) {
      options.report(`packing ${description.name} ${description.version}`);
      await mkdir(made, { recursive: true });
      await buildDeb(description, made);
      await buildRpm(description, made);
    },
  });
  // Nobody takes it for the real one by its place, either.
  const below = obstacles.length === 0 ? '' : 'not-releasable';
  await mkdir(path.join(outDir, below), { recursive: true });
  const files = (await readdir(folder)).sort();
  for (const file of files) await copyFile(path.join(folder, file), path.join(outDir, below, file));
  return files.map((file) => ({ file: path.posix.join(below, file), obstacles }));
}

/** `app`: what electron-builder packed. */
export function describeDesktop({ version, epoch }: Release, app: readonly Entry[]): PackageDescription {
  const doc = '/usr/share/doc/stile-desktop';
  const autostart = '/etc/xdg/autostart/stile.desktop';
  return {
    name: 'stile-desktop',
    version,
    epoch,
    summary: 'Desktop app of the Stile zero-trust agent',
    description: `Shows in a window and beside the clock how this device stands, which services it
reaches and why it does not reach another, and lets its user enroll and sign in.

It has no rights of its own: the agent, a service of the package stile-agent, asks
the system who calls.`,
    section: 'net',
    entries: [
      { kind: 'folder', path: desktop, mode: 0o755 } as const,
      ...below(desktop, app).map(asInstalled),
      textFile('/usr/share/applications/stile-shell.desktop', menuEntry),
      copiedFile('/usr/share/icons/hicolor/512x512/apps/stile-shell.png', path.join(root, 'build/icons/icon.png')),
      textFile(autostart, autostartEntry),
      { kind: 'folder', path: doc, mode: 0o755 } as const,
      textFile(`${doc}/copyright`, copyright),
    ].toSorted((one, other) => (one.path < other.path ? -1 : 1)),
    config: [autostart],
    deb: { depends: [`stile-agent (= ${version})`, ...debLibraries], recommends: ['libsecret-1-0'], scripts: {} },
    rpm: { requires: [`stile-agent = ${version}`, ...rpmLibraries], recommends: ['libsecret'], scripts: {} },
  };
}

/** Where the kernel lets users make no namespaces, Chromium's sandbox needs root for a moment. */
function asInstalled(entry: Entry): Entry {
  return entry.kind === 'file' && entry.path === `${desktop}/chrome-sandbox` ? { ...entry, mode: 0o4755 } : entry;
}

/** What Electron's program is linked with, and starts. */
const debLibraries = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libxss1',
  'libxtst6',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libnotify4',
  'libuuid1',
  'xdg-utils',
];
const rpmLibraries = ['gtk3', 'nss', 'libXScrnSaver', 'libXtst', 'at-spi2-core', 'libnotify', 'libuuid', 'xdg-utils'];

/** `--`: what a link brings is never taken for a switch (CVE-2018-1000006). */
const menuEntry = `[Desktop Entry]
Type=Application
Version=1.5
Name=Stile
Comment=How this device stands, and what it reaches
Comment[de]=Wie es um dieses Gerät steht, und was es erreicht
Comment[fr]=L’état de cet appareil et ce qu’il atteint
Comment[es]=Cómo está este dispositivo y a qué llega
Comment[ja]=このデバイスの状態と、アクセスできるサービス
Comment[zh_CN]=此设备的状态以及可访问的服务
Exec=${program} -- %U
Icon=stile-shell
Terminal=false
Categories=Network;
MimeType=x-scheme-handler/stile;
StartupWMClass=Stile
`;

/** By the name of the file that the app writes for its user: that one takes its place. */
const autostartEntry = `[Desktop Entry]
Type=Application
Version=1.5
Name=Stile
Exec=${program} --hidden
Icon=stile-shell
Terminal=false
StartupNotify=false
NoDisplay=true
`;

const copyright = `Copyright: The Stile authors
License: ${licence}, see /usr/share/common-licenses/Apache-2.0 or https://www.apache.org/licenses/LICENSE-2.0
Everything of others that is in this package, with its licence: licences.txt in ${desktop}/resources, and LICENSES.chromium.html in ${desktop}
`;
