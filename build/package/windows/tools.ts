// Lists the Debian packages that installers for Windows are built with.

import type { SystemPackage } from '../../set-up/packages.ts';

export const windowsBuildPackages: readonly SystemPackage[] = [
  {
    debianPackage: 'gcc-mingw-w64-x86-64',
    provides: '/usr/bin/x86_64-w64-mingw32-gcc',
    neededFor: 'compiling the service host of Windows',
  },
  { debianPackage: 'nsis', provides: '/usr/bin/makensis', neededFor: 'the setup program for Windows' },
  { debianPackage: 'wixl', provides: '/usr/bin/wixl', neededFor: 'the MSI package for Windows' },
  { debianPackage: 'msitools', provides: '/usr/bin/msibuild', neededFor: 'the tables of that package' },
  { debianPackage: 'faketime', provides: '/usr/bin/faketime', neededFor: 'the dates in that package' },
  {
    debianPackage: 'osslsigncode',
    provides: '/usr/bin/osslsigncode',
    neededFor: 'signatures of programs for Windows',
  },
  { debianPackage: 'openssl', provides: '/usr/bin/openssl', neededFor: 'a certificate where none is given' },
];
