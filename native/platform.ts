// Everything the agent asks of the operating system, as one record that is chosen once, at start.

import type { BrowserPolicies, BrowserPolicyOptions } from './browser-policy/browser-policy.ts';
import type { CertStore, CertStoreOptions } from './cert-store/cert-store.ts';
import { darwin } from './darwin.ts';
import type { ReadDefaultGateways } from './default-gateway/default-gateway.ts';
import type { FactSource, FactSourceOptions } from './facts/facts.ts';
import type { HostsFile, HostsFileOptions } from './hosts-file/hosts-file.ts';
import type { InstallationGuard } from './installation-guard/installation-guard.ts';
import type { KeySeal } from './key-seal/key-seal.ts';
import type { Launcher } from './launch/launch.ts';
import { linux } from './linux.ts';
import type { LocalUsers } from './local-users/local-users.ts';
import type { Loopback } from './loopback/loopback.ts';
import type { ManagedConfiguration } from './managed/managed.ts';
import type { PackageManager, PackageManagerOptions } from './package-manager/package-manager.ts';
import type { IsPresenting } from './presentation/presentation.ts';
import type { ReadPrivateFile } from './private-file/private-file.ts';
import type { Removal } from './removal/removal.ts';
import type { SecretStore } from './secret-store/secret-store.ts';
import type { ReadSerialNumber } from './serial-number/serial-number.ts';
import type { SocketOwners } from './socket-owner/socket-owner.ts';
import type { Tpm } from './tpm/tpm.ts';
import { win32 } from './win32.ts';

/** One operating system's answers. What a system lacks it says in a value, never in an exception. */
export interface Platform {
  readonly name: 'linux' | 'darwin' | 'win32';
  /** What its browsers are told to do. */
  browserPolicies(options: BrowserPolicyOptions): BrowserPolicies;
  /** What can be found out about the machine's posture. */
  facts(options?: FactSourceOptions): FactSource;
  /** Our section of the hosts file; `path` is the system's own unless given. */
  hostsFile(options: HostsFileOptions): HostsFile;
  /** Who is at the other end of a loopback connection. */
  socketOwners(): SocketOwners;
  readonly localUsers: LocalUsers;
  /** The IPv4 gateways of now. */
  readonly defaultGateways: ReadDefaultGateways;
  readonly loopback: Loopback;
  /** The maker's, as firmware tells it. */
  readonly serialNumber: ReadSerialNumber;
  /** A file that only an administrator of this machine can have laid. */
  readonly readPrivateFile: ReadPrivateFile;
  /** Whether others could change what an installed agent loads and trusts. */
  readonly installationGuard: InstallationGuard;
  /** Seals the daemon's own keys to this machine. */
  readonly keySeal: KeySeal;
  readonly tpm: Tpm;
  /** Installs and removes our packages. */
  packageManager(options: PackageManagerOptions): PackageManager;
  /** What the organisation that manages this machine has settled. */
  readonly managed: ManagedConfiguration;
  /** Where browsers of the user this process runs as look for certificates; not for the daemon. */
  certStore(options: CertStoreOptions): CertStore;
  /** The secret store of that user's session; not for the daemon. */
  secretStore(): SecretStore;
  /** Opens services with programs of that user; not for the daemon. */
  launcher(): Launcher;
  /** For uninstallers. */
  readonly removal: Removal;
  /** Whether that user must not be interrupted now; not for the daemon. */
  readonly isPresenting: IsPresenting;
}

/** @throws RangeError for a system that the product does not know */
export function platformFor(name: NodeJS.Platform): Platform {
  const platform = [linux, darwin, win32].find((each) => each.name === name);
  if (platform === undefined) throw new RangeError(`the agent does not know the system ${name}`);
  return platform;
}
