// Lists the Debian packages that the demo and the privileged tests use, each with the file that shows it is there.

/** One Debian package, the file it is wanted for, and what would not work without it. */
export interface SystemPackage {
  readonly debianPackage: string;
  /** Absolute path of the program; the package counts as installed when it exists. */
  readonly provides: string;
  readonly neededFor: string;
}

/** All of them. What is not here is not used, or is used only where it is found. */
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
