// The two installers as a test drives them: how each installs, removes and refuses; one value each.

import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ended, WinePrefix } from '../../../set-up/wine-prefix.ts';
import type { Installers } from '../build-installers.ts';

export interface InstallerKind {
  readonly kind: 'nsis' | 'msi';
  fileOf(installers: Installers): string;
  install(prefix: WinePrefix, file: string, invitation?: string): Promise<Ended>;
  uninstall(prefix: WinePrefix, file: string): Promise<Ended>;
  /** The exit code of an older version; of exit codes, Wine tells the low byte. */
  readonly refusal: number;
  /** Whether an old version that is removed for a new one learns of it here, and keeps the data. */
  readonly isToldOfUpgrades: boolean;
}

const setup: InstallerKind = {
  kind: 'nsis',
  fileOf: (installers) => installers.setup,
  install: (prefix, file, invitation) =>
    prefix.run(
      file,
      ['/S', ...(invitation === undefined ? [] : [`/INVITATIONFILE=${windowsPath(invitation)}`])],
      beside(file),
    ),
  // As Windows's list of programs does it. It goes on in a copy of itself, so that it can be deleted: its end is not the end.
  uninstall: async (prefix) => {
    const ended = await prefix.run('C:\\Program Files\\Stile\\uninstall.exe', ['/S']);
    const key = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Stile';
    const isThere = async () => (await prefix.run('reg', ['query', key])).code === 0;
    for (let attempt = 0; attempt < 200 && (await isThere()); attempt++) await sleep(100);
    return ended;
  },
  refusal: 1638 % 256,
  isToldOfUpgrades: true,
};

/** By its path: one that was planted may come first. */
const msiexec = 'C:\\windows\\system32\\msiexec.exe';

const msi: InstallerKind = {
  kind: 'msi',
  fileOf: (installers) => installers.msi,
  install: (prefix, file, invitation) => {
    const log = ['/l*v', windowsPath(msiLogOf(prefix))];
    const property = invitation === undefined ? [] : [`INVITATIONFILE=${windowsPath(invitation)}`];
    return prefix.run(msiexec, ['/i', windowsPath(file), '/qn', ...log, ...property], beside(file));
  },
  uninstall: (prefix, file) => prefix.run(msiexec, ['/x', windowsPath(file), '/qn']),
  refusal: 1603 % 256,
  // Windows sets UPGRADINGPRODUCTCODE for it; Wine 8 does not know that property.
  isToldOfUpgrades: false,
};

export const installerKinds: readonly InstallerKind[] = [setup, msi];

/** Windows Installer's own log of the last installation. */
export function msiLogOf(prefix: WinePrefix): string {
  return path.join(prefix.folder, 'msi.log');
}

function windowsPath(file: string): string {
  return `z:${file.replaceAll('/', '\\')}`;
}

/** In the folder where it was downloaded to, which others can write and whose programs come first on PATH. */
function beside(file: string) {
  const folder = path.dirname(file);
  return { cwd: folder, environment: { WINEPATH: windowsPath(folder), ...asWindowsSearches } };
}

/**
 * Libraries that programs are known to load from the folder where they lie. Wine prefers its own ones to those; Windows does
 * not. (Of `version` and `uxtheme` nothing can be said: Wine's own shell32 loads both before a program begins.)
 */
export const plantedLibraries = [
  'apphelp',
  'clbcatq',
  'cryptbase',
  'dwmapi',
  'ntmarta',
  'profapi',
  'propsys',
  'secur32',
  'userenv',
];

export const asWindowsSearches = { WINEDLLOVERRIDES: `mscoree,mshtml=;${plantedLibraries.join(',')}=n,b` };
