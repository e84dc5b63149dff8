// What macOS answers.

import { browserPoliciesOfDarwin } from './browser-policy/darwin.ts';
import { certStoreOfDarwin } from './cert-store/darwin.ts';
import { noDefaultGateways } from './default-gateway/default-gateway.ts';
import { factSource } from './facts/facts.ts';
import { darwinTools, posixHostsFile } from './hosts-file/posix.ts';
import { posixInstallationGuard } from './installation-guard/posix.ts';
import { noKeySeal } from './key-seal/key-seal.ts';
import { launcherOfDarwin } from './launch/darwin.ts';
import { noLocalUsers } from './local-users/local-users.ts';
import { loopbackOfDarwin } from './loopback/darwin.ts';
import { managedConfigurationOfDarwin } from './managed/darwin.ts';
import { packageManagerOfDarwin } from './package-manager/darwin.ts';
import type { Platform } from './platform.ts';
import { neverPresenting } from './presentation/presentation.ts';
import { readPrivateFileOfPosix } from './private-file/posix.ts';
import { darwinRemoval } from './removal/darwin.ts';
import { secretStoreOfDarwin } from './secret-store/darwin.ts';
import { serialNumberOfDarwin } from './serial-number/darwin.ts';
import { readOnce } from './serial-number/serial-number.ts';
import { noSocketOwners } from './socket-owner/socket-owner.ts';
import { noTpm } from './tpm/tpm.ts';

export const darwin: Platform = {
  name: 'darwin',
  browserPolicies: (options) => browserPoliciesOfDarwin(options),
  facts: (options) => factSource('darwin', options),
  hostsFile: (options) => posixHostsFile(options, darwinTools),
  socketOwners: () => noSocketOwners,
  localUsers: noLocalUsers,
  defaultGateways: noDefaultGateways,
  loopback: loopbackOfDarwin(),
  certStore: certStoreOfDarwin,
  secretStore: secretStoreOfDarwin,
  serialNumber: readOnce(serialNumberOfDarwin),
  readPrivateFile: readPrivateFileOfPosix,
  installationGuard: posixInstallationGuard(),
  keySeal: noKeySeal,
  tpm: noTpm,
  packageManager: (options) => packageManagerOfDarwin(options),
  managed: managedConfigurationOfDarwin(),
  launcher: launcherOfDarwin,
  removal: darwinRemoval,
  isPresenting: neverPresenting,
};
