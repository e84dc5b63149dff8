// What differs between desktops, as one table; the only file of the shell that asks which system this is.

import path from 'node:path';
import process from 'node:process';

export interface Traits {
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** Where start at login is written down. */
  readonly autostart: 'desktop-file' | 'login-item';
  /** Whether editing by keys needs a menu of the application. */
  readonly hasAppMenu: boolean;
  /** A tool that tells the user's full name, and how it says it; null: there is none. */
  readonly fullName: {
    readonly tool: string;
    readonly args: (user: string) => readonly string[];
    readonly form: 'passwd' | 'line';
  } | null;
  /** Where the user's own picture may lie, the user's own choice first. */
  readonly avatars: (home: string, user: string) => readonly string[];
  /** The domain the device is joined to, as far as the session's environment tells. */
  readonly domainVariable: string | null;
}

const table: Readonly<Record<Traits['platform'], Traits>> = {
  linux: {
    platform: 'linux',
    autostart: 'desktop-file',
    hasAppMenu: false,
    fullName: { tool: '/usr/bin/getent', args: (user) => ['passwd', user], form: 'passwd' },
    avatars: (home, name) => [
      path.join(home, '.face'),
      path.join(home, '.face.icon'),
      ...(isFileName(name) ? [`/var/lib/AccountsService/icons/${name}`] : []),
    ],
    domainVariable: null,
  },
  darwin: {
    platform: 'darwin',
    autostart: 'login-item',
    hasAppMenu: true,
    fullName: { tool: '/usr/bin/id', args: () => ['-F'], form: 'line' },
    avatars: (home) => [path.join(home, '.face')],
    domainVariable: null,
  },
  win32: {
    platform: 'win32',
    autostart: 'login-item',
    hasAppMenu: false,
    fullName: null,
    avatars: (home) => [path.join(home, '.face')],
    domainVariable: 'USERDNSDOMAIN',
  },
};

/** @throws RangeError for a system that the product does not know */
export function traitsOfThisDesktop(name: NodeJS.Platform = process.platform): Traits {
  if (name !== 'linux' && name !== 'darwin' && name !== 'win32')
    throw new RangeError(`the shell does not know the system ${name}`);
  return table[name];
}

function isFileName(name: string): boolean {
  return /^[^/\0]+$/.test(name) && name !== '.' && name !== '..';
}
