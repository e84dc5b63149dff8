// Asks lsblk, which everybody may, how the block devices stand on each other.

import { runTool } from '../../exec.ts';
import { type Probe, unknown, unknownAfter } from '../probe.ts';
import { readingOf } from './disk-encryption.ts';
import { parseLsblk } from './parse.ts';

/** `lsblk` is the tool's path; it must be of util-linux 2.37 or later, which knows MOUNTPOINTS. */
export function diskEncryptionOfLinux(lsblk = '/usr/bin/lsblk'): Probe {
  return async (signal) => {
    const outcome = await runTool(lsblk, ['-J', '-o', 'NAME,TYPE,FSTYPE,MOUNTPOINTS'], { signal });
    if (outcome.kind !== 'exited') return unknownAfter(outcome);
    // Some containers have lsblk and no /sys/block: it fails, or prints nothing.
    const disks = outcome.code === 0 ? parseLsblk(outcome.stdout) : [];
    return disks === null ? unknown('unreadable') : readingOf(disks);
  };
}
