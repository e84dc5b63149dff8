// What Linux answers.

import { browserPoliciesOfLinux } from './browser-policy/linux.ts';
import { certStoreOfLinux } from './cert-store/linux.ts';
import { defaultGatewaysOfLinux } from './default-gateway/linux.ts';
import { factSource } from './facts/facts.ts';
import { linuxTools, posixHostsFile } from './hosts-file/posix.ts';
import { posixInstallationGuard } from './installation-guard/posix.ts';
import { systemdCreds } from './key-seal/linux.ts';
import { launcherOfLinux } from './launch/linux.ts';
import { localUsersOfLinux } from './local-users/linux.ts';
import { loopbackReady } from './loopback/loopback.ts';
import { managedConfigurationOfLinux } from './managed/linux.ts';
import { packageManagerOfLinux } from './package-manager/linux.ts';
import type { Platform } from './platform.ts';
import { neverPresenting } from './presentation/presentation.ts';
import { readPrivateFileOfPosix } from './private-file/posix.ts';
import { linuxRemoval } from './removal/linux.ts';
import { secretStoreOfLinux } from './secret-store/linux.ts';
import { serialNumberOfLinux } from './serial-number/linux.ts';
import { readOnce } from './serial-number/serial-number.ts';
import { socketOwnersOfLinux } from './socket-owner/linux.ts';
import { tpmOfLinux } from './tpm/linux.ts';

export const linux: Platform = {
  name: 'linux',
  browserPolicies: (options) => browserPoliciesOfLinux(options),
  facts: (options) => factSource('linux', options),
  hostsFile: (options) => posixHostsFile(options, linuxTools),
  socketOwners: () => socketOwnersOfLinux(),
  localUsers: localUsersOfLinux(),
  defaultGateways: defaultGatewaysOfLinux(),
  loopback: loopbackReady,
  certStore: certStoreOfLinux,
  secretStore: secretStoreOfLinux,
  serialNumber: readOnce(serialNumberOfLinux()),
  readPrivateFile: readPrivateFileOfPosix,
  installationGuard: posixInstallationGuard(),
  keySeal: systemdCreds(),
  tpm: tpmOfLinux(),
  packageManager: (options) => packageManagerOfLinux(options),
  managed: managedConfigurationOfLinux(),
  launcher: launcherOfLinux,
  removal: linuxRemoval,
  isPresenting: neverPresenting,
};
