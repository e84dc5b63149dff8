// Lists the Debian packages that the demo and the privileged tests use, each with a file that shows it is there.

import process from 'node:process';

/** One Debian package, the file it is wanted for, and what would not work without it. */
export interface SystemPackage {
  readonly debianPackage: string;
  /** Absolute path of a file of it; the package counts as installed when it exists. */
  readonly provides: string;
  readonly neededFor: string;
}

/** Those of the demo. What is not here is not used, or is used only where it is found. */
export const systemPackages: readonly SystemPackage[] = [
  { debianPackage: 'openssh-server', provides: '/usr/sbin/sshd', neededFor: 'the protected SSH service' },
  { debianPackage: 'openssh-client', provides: '/usr/bin/ssh', neededFor: 'reaching a service with ssh' },
  { debianPackage: 'iproute2', provides: '/usr/sbin/ip', neededFor: 'the network namespace of the protected services' },
  { debianPackage: 'util-linux', provides: '/usr/bin/nsenter', neededFor: 'starting services in their namespace' },
  { debianPackage: 'nftables', provides: '/usr/sbin/nft', neededFor: 'the firewall fact' },
  { debianPackage: 'curl', provides: '/usr/bin/curl', neededFor: 'reaching a service by its name' },
  {
    debianPackage: 'openssl',
    provides: '/usr/bin/openssl',
    neededFor: 'showing a certificate with a second pair of eyes',
  },
];

/** What a machine within this machine needs, on which installations are tried. */
export const machinePackages: readonly SystemPackage[] = [
  { debianPackage: 'systemd', provides: '/lib/systemd/systemd', neededFor: 'the first process of that machine' },
];

const chromium: SystemPackage = {
  debianPackage: 'chromium',
  provides: '/usr/bin/chromium',
  neededFor: 'opening protected web applications, and the window of the desktop shell where Electron is not there',
};
const letters: SystemPackage = {
  debianPackage: 'fonts-dejavu-core',
  provides: '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf',
  neededFor: 'letters in screenshots',
};

/** What the desktop shell needs where it runs without Electron. */
export const shellPackages: readonly SystemPackage[] = [
  chromium,
  letters,
  {
    debianPackage: 'fonts-droid-fallback',
    provides: '/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf',
    neededFor: 'Japanese and Chinese letters',
  },
  { debianPackage: 'dbus-daemon', provides: '/usr/bin/dbus-daemon', neededFor: 'the message bus of a session' },
];

/** What stories and tests need in which a person opens a web application with a browser. */
export const browserPackages: readonly SystemPackage[] = [
  chromium,
  {
    debianPackage: 'libnss3-tools',
    provides: '/usr/bin/certutil',
    neededFor: 'keeping certificates where browsers look for them',
  },
  letters,
];

const libsecretHeaders: SystemPackage = {
  debianPackage: 'libsecret-1-dev',
  provides: '/usr/include/libsecret-1/libsecret/secret.h',
  neededFor: 'building keytar',
};

/** Where Debian keeps libraries for this machine. */
const libraries = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;

/** Those, and software of others that only the tests put at both ends of a tunnel. */
export const testPackages: readonly SystemPackage[] = [
  ...systemPackages,
  ...browserPackages,
  ...machinePackages,
  ...shellPackages.filter((each) => !browserPackages.includes(each)),
  { debianPackage: 'firefox-esr', provides: '/usr/bin/firefox-esr', neededFor: 'a second browser' },
  { debianPackage: 'socat', provides: '/usr/bin/socat', neededFor: 'a client of the gateway that is not ours' },
  {
    debianPackage: 'postgresql-15',
    provides: '/usr/lib/postgresql/15/bin/initdb',
    neededFor: 'the EMS on PostgreSQL, and a protected database that is not ours',
  },
  {
    debianPackage: 'postgresql-client-15',
    provides: '/usr/lib/postgresql/15/bin/psql',
    neededFor: 'reaching a database with psql',
  },
  { debianPackage: 'gnome-keyring', provides: '/usr/bin/gnome-keyring-daemon', neededFor: 'a real Secret Service' },
  { debianPackage: 'dbus-bin', provides: '/usr/bin/dbus-send', neededFor: 'asking whether a Secret Service is locked' },
  libsecretHeaders,
  { debianPackage: 'faketime', provides: '/usr/bin/faketime', neededFor: 'programs whose clock is wrong' },
  { debianPackage: 'swtpm', provides: '/usr/bin/swtpm', neededFor: 'a TPM in software, for machine keys' },
  { debianPackage: 'tpm2-tools', provides: '/usr/bin/tpm2_clear', neededFor: 'clearing that TPM' },
  {
    debianPackage: 'tpm2-openssl',
    provides: `${libraries}/ossl-modules/tpm2.so`,
    neededFor: 'machine keys in a TPM',
  },
  { debianPackage: 'tpm2-abrmd', provides: '/usr/sbin/tpm2-abrmd', neededFor: 'sharing that TPM between programs' },
  {
    debianPackage: 'libtss2-tcti-tabrmd0',
    provides: `${libraries}/libtss2-tcti-tabrmd.so.0`,
    neededFor: 'programs that share it',
  },
  { debianPackage: 'dbus', provides: '/usr/bin/dbus-daemon', neededFor: 'the bus on which they find it' },
  { debianPackage: 'nginx-light', provides: '/usr/sbin/nginx', neededFor: 'a protected web server that is not ours' },
];

/** What `npm run package` builds packages for Linux with. */
export const packagingPackages: readonly SystemPackage[] = [
  { debianPackage: 'binutils', provides: '/usr/bin/strip', neededFor: 'taking the symbols out of Node' },
  { debianPackage: 'rpm', provides: '/usr/bin/rpmbuild', neededFor: 'building rpm packages' },
  { debianPackage: 'g++', provides: '/usr/bin/g++', neededFor: 'building keytar' },
  { debianPackage: 'pkg-config', provides: '/usr/bin/pkg-config', neededFor: 'building keytar' },
  libsecretHeaders,
];

/** What makes the archive for macOS. */
export const zipPackage: SystemPackage = {
  debianPackage: 'zip',
  provides: '/usr/bin/zip',
  neededFor: 'making the archive for macOS',
};

/** What `npm run package` builds installers for Windows with. */
export const windowsPackagingPackages: readonly SystemPackage[] = [
  {
    debianPackage: 'gcc-mingw-w64-x86-64',
    provides: '/usr/bin/x86_64-w64-mingw32-gcc',
    neededFor: 'compiling the service host of Windows',
  },
  { debianPackage: 'nsis', provides: '/usr/bin/makensis', neededFor: 'building the setup program for Windows' },
  { debianPackage: 'wixl', provides: '/usr/bin/wixl', neededFor: 'building the MSI package' },
  { debianPackage: 'msitools', provides: '/usr/bin/msibuild', neededFor: 'the tables of the MSI package' },
  { debianPackage: 'faketime', provides: '/usr/bin/faketime', neededFor: 'the dates in the MSI package' },
  { debianPackage: 'osslsigncode', provides: '/usr/bin/osslsigncode', neededFor: 'signatures of programs for Windows' },
  { debianPackage: 'openssl', provides: '/usr/bin/openssl', neededFor: 'a certificate for trying them' },
];

/** What runs Windows's programs. Not among the others: where it is missing, one rung is not run, and it says so. */
export const winePackages: readonly SystemPackage[] = [
  { debianPackage: 'wine64', provides: '/usr/lib/wine/wine64', neededFor: 'running what is written for Windows' },
  { debianPackage: 'wixl', provides: '/usr/bin/wixl', neededFor: "packages for Windows's installer" },
];
