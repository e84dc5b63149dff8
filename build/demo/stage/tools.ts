// Knows the programs of the machine that the demo uses, and how to get those that are missing.

import { existsSync } from 'node:fs';
import process from 'node:process';
import { systemPackages } from '../../set-up/packages.ts';

export type ToolName = 'curl' | 'openssl' | 'ssh' | 'ssh-keygen' | 'sshd';

/** Programs that are not there, and a sentence that says how to get them. */
export interface MissingTools {
  readonly missing: readonly string[];
  readonly howToGet: string;
}

/** Where systems have them, in the order they are looked for. */
const places: Readonly<Record<ToolName, { readonly posix: readonly string[]; readonly windows: readonly string[] }>> = {
  curl: {
    posix: ['/usr/bin/curl', '/usr/local/bin/curl', '/opt/homebrew/bin/curl'],
    windows: ['C:\\Windows\\System32\\curl.exe'],
  },
  openssl: { posix: ['/usr/bin/openssl'], windows: [] },
  ssh: { posix: ['/usr/bin/ssh'], windows: ['C:\\Windows\\System32\\OpenSSH\\ssh.exe'] },
  'ssh-keygen': { posix: ['/usr/bin/ssh-keygen'], windows: ['C:\\Windows\\System32\\OpenSSH\\ssh-keygen.exe'] },
  // A server of the user's own needs files and rights that Windows has no like of.
  sshd: { posix: ['/usr/sbin/sshd'], windows: [] },
};

/** What the tools are looked for in; this machine unless given. */
export interface ToolWorld {
  readonly platform: NodeJS.Platform;
  readonly exists: (file: string) => boolean;
}

const thisMachine: ToolWorld = { platform: process.platform, exists: existsSync };

/** The absolute path of the program; null if it is not there. */
export function findTool(name: ToolName, { platform, exists }: ToolWorld = thisMachine): string | null {
  return places[name][platform === 'win32' ? 'windows' : 'posix'].find(exists) ?? null;
}

/** Which of the programs are not there; null if all are. */
export function missingOf(names: readonly ToolName[], world: ToolWorld = thisMachine): MissingTools | null {
  const missing = names.filter((name) => findTool(name, world) === null);
  return missing.length === 0 ? null : { missing, howToGet: howToGet(missing, world.platform) };
}

/** The path of a program that was found before. @throws Error that names it and how to get it */
export function toolPath(name: ToolName): string {
  const found = findTool(name);
  if (found === null) throw new Error(`${name} is not on this machine. ${howToGet([name], process.platform)}`);
  return found;
}

function howToGet(missing: readonly ToolName[], platform: NodeJS.Platform): string {
  if (platform === 'win32') return howToGetOnWindows(missing);
  if (platform === 'darwin') return `They are part of macOS; look why ${missing.join(' and ')} cannot be found.`;
  // The package of the client brings the program that makes keys.
  const wanted = missing.flatMap((name) => places[name === 'ssh-keygen' ? 'ssh' : name].posix);
  const packages = systemPackages.filter((each) => wanted.includes(each.provides)).map((each) => each.debianPackage);
  return `As root, on Debian or Ubuntu: apt-get install --no-install-recommends ${packages.join(' ')}`;
}

function howToGetOnWindows(missing: readonly ToolName[]): string {
  if (missing.includes('sshd'))
    return 'The SSH server of the demo needs Linux or macOS; a virtual Debian machine will do.';
  if (missing.includes('openssl')) return 'What openssl shows needs Linux; a virtual Debian machine will do.';
  if (missing.includes('curl')) return 'It is part of Windows since version 1803: update Windows.';
  return 'Add the feature "OpenSSH Client" (Settings, System, Optional features).';
}
