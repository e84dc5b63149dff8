// How well a private key is kept, from least to most, and whether one level is at least another.

import { z } from 'zod';

/**
 * `software`: whoever reads this machine's disk as root has the key. `os-store`: the disk alone is not enough, the key is
 * bound to this machine, but lies in memory while it is used. `tpm`: the key never leaves the machine's TPM.
 */
export const keyAssurance = z.enum(['software', 'os-store', 'tpm']);
export type KeyAssurance = z.infer<typeof keyAssurance>;

export function isAtLeast(level: KeyAssurance, wanted: KeyAssurance): boolean {
  const { options } = keyAssurance;
  return options.indexOf(level) >= options.indexOf(wanted);
}
