// Which probes each system has; the only place that chooses them.

import { diskEncryptionOfLinux } from './disk-encryption/linux.ts';
import { fileProbe } from './file/file.ts';
import { firewallOfLinux } from './firewall/linux.ts';
import { ipAddressesProbe } from './ip-addresses/ip-addresses.ts';
import { osVersionOfLinux } from './os-version/linux.ts';
import { type ProbeTable, unknown } from './probe.ts';
import { runningProcessOfLinux } from './running-process/linux.ts';

/** The probes of a system. One that is not listed still tells what Node tells everywhere. */
export function probesFor(platform: NodeJS.Platform): ProbeTable {
  return platform === 'linux' ? { ...portable, ...linux() } : portable;
}

function linux(): Omit<ProbeTable, 'file' | 'ipAddresses'> {
  return {
    osVersion: osVersionOfLinux('/etc'),
    runningProcess: runningProcessOfLinux('/proc'),
    firewall: firewallOfLinux(),
    diskEncryption: diskEncryptionOfLinux(),
  };
}

const notYet = async () => unknown('unsupported');

const portable: ProbeTable = {
  file: fileProbe,
  ipAddresses: ipAddressesProbe,
  // macOS: `sw_vers`. Windows: CurrentBuild, UBR and DisplayVersion in the registry; ProductName says 10 on 11.
  osVersion: notYet,
  // macOS: `ps -axo pid,uid,comm`. Windows: Toolhelp32 or Win32_Process.
  runningProcess: notYet,
  // macOS: `socketfilterfw --getglobalstate`. Windows: `Get-NetFirewallProfile -PolicyStore ActiveStore`; netsh is localised.
  firewall: notYet,
  // macOS: `fdesetup status`. Windows: Win32_EncryptableVolume.GetProtectionStatus, which needs an administrator.
  diskEncryption: notYet,
};
