// What Windows answers.

import { browserPoliciesOfWindows } from './browser-policy/win32.ts';
import { certStoreOfWindows } from './cert-store/win32.ts';
import { noDefaultGateways } from './default-gateway/default-gateway.ts';
import { factSource } from './facts/facts.ts';
import { windowsHostsFile } from './hosts-file/win32.ts';
import { windowsInstallationGuard } from './installation-guard/win32.ts';
import { noKeySeal } from './key-seal/key-seal.ts';
import { launcherOfWindows } from './launch/win32.ts';
import { noLocalUsers } from './local-users/local-users.ts';
import { loopbackReady } from './loopback/loopback.ts';
import { managedConfigurationOfWindows } from './managed/win32.ts';
import { packageManagerOfWindows } from './package-manager/win32.ts';
import type { Platform } from './platform.ts';
import { isPresentingOnWindows } from './presentation/win32.ts';
import { readPrivateFileOfWindows } from './private-file/win32.ts';
import { noRemoval } from './removal/removal.ts';
import { secretStoreOfWindows } from './secret-store/win32.ts';
import { readOnce } from './serial-number/serial-number.ts';
import { serialNumberOfWindows } from './serial-number/win32.ts';
import { noSocketOwners } from './socket-owner/socket-owner.ts';
import { noTpm } from './tpm/tpm.ts';

export const win32: Platform = {
  name: 'win32',
  browserPolicies: (options) => browserPoliciesOfWindows(options),
  facts: (options) => factSource('win32', options),
  hostsFile: windowsHostsFile,
  socketOwners: () => noSocketOwners,
  localUsers: noLocalUsers,
  defaultGateways: noDefaultGateways,
  loopback: loopbackReady,
  certStore: certStoreOfWindows,
  secretStore: secretStoreOfWindows,
  serialNumber: readOnce(serialNumberOfWindows),
  readPrivateFile: readPrivateFileOfWindows,
  installationGuard: windowsInstallationGuard,
  keySeal: noKeySeal,
  tpm: noTpm,
  packageManager: (options) => packageManagerOfWindows(options),
  managed: managedConfigurationOfWindows(),
  launcher: launcherOfWindows,
  removal: noRemoval,
  isPresenting: isPresentingOnWindows,
};
