// What `npm run package -- --win` builds: a setup program and an MSI package, with the agent, its service host and the desktop app.

import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { windowsPackagingPackages } from '../../set-up/packages.ts';
import { below, type Entry, textFile, writeEntries } from '../contents/entry.ts';
import { readEntries } from '../contents/read-entries.ts';
import { findElectronDist } from '../desktop/electron-dist.ts';
import { ensureDesktop } from '../desktop/pack-desktop.ts';
import { ensureNode } from '../programs/packed-node.ts';
import { programEntries } from '../programs/program-entries.ts';
import type { BuildOptions, BuiltPackage, Target } from '../target.ts';
import { buildInstallers, signInstallers } from './build-installers.ts';
import { compileHost } from './compile-host.ts';
import { desktopFolder, hostName } from './payload.ts';
import { namedSigner, signFile, whyNotNodes } from './sign.ts';

const root = path.resolve(import.meta.dirname, '../../..');

export const windowsInstallers: Target = {
  system: 'win',
  name: 'stile',
  makes:
    'setup program and MSI: the agent as a service, the command stile, and the desktop app where there is an Electron',
  needs: windowsPackagingPackages,
  build,
};

async function build(outDir: string, options: BuildOptions): Promise<readonly BuiltPackage[]> {
  const { release, report } = options;
  const { version, epoch } = release;
  const scratch = await mkdtemp(path.join(tmpdir(), 'stile-windows-package-'));
  try {
    const node = await ensureNode('win32');
    const changed = await whyNotNodes(node.file);
    if (changed !== null) throw new Error(`${node.file} is not what the Node project published: ${changed}`);
    report('compiling the service host');
    const { host, library } = await compileHost(path.join(scratch, 'compiled'), { version });
    const signer = namedSigner();
    if (signer !== null) await signFile(host, signer);
    const programs = await programEntries('agent', 'win32', release);
    const desktop = await desktopEntries(options);
    const payloadFolder = path.join(scratch, 'payload');
    const entries = [...programs.entries, command, ...desktop.entries];
    await writeEntries(payloadFolder, entries, epoch);
    await copyFile(host, path.join(payloadFolder, hostName));
    report(`packing setup program and MSI ${version}`);
    const installers = await buildInstallers({ payloadFolder, library, version, epoch, isQuick: false, outDir });
    if (signer !== null) await signInstallers(installers, signer);
    const unsigned =
      signer === null ? ['it is not signed: STILE_SIGN_CERT and STILE_SIGN_KEY name no certificate'] : [];
    const obstacles = [...programs.obstacles, ...desktop.obstacles, ...unsigned];
    return Object.values(installers).map((file) => ({ file: path.basename(file), obstacles }));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Node by its path, whatever else PATH leads to. */
const command: Entry = textFile('stile.cmd', '@"%~dp0bin\\node.exe" "%~dp0stile.mjs" %*\r\n', 0o755);

/** Without a real Electron there is none: what runs on no machine is not installed on one. */
async function desktopEntries(
  options: BuildOptions,
): Promise<{ readonly entries: readonly Entry[]; readonly obstacles: readonly string[] }> {
  const dist = await findElectronDist(root, 'win32');
  if (dist.kind !== 'official') return { entries: [], obstacles: [`the desktop app is not in it: ${dist.why}`] };
  const { folder, obstacles } = await ensureDesktop('win32', options);
  return { entries: below(desktopFolder, await readEntries(folder)), obstacles: [...obstacles] };
}
