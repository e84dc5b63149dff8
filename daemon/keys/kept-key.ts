// Says how the machine key is kept, and what that is worth.

import type { SealedBy } from '../../native/key-seal/key-seal.ts';
import type { MachineKey } from '../../shared/agent/machine-key.ts';
import { assertNever } from '../../shared/assert-never.ts';

/** Where the key is: in the state file as it is, in it but sealed, or in the TPM and only named there. */
export type KeptKey =
  | { readonly kind: 'file' }
  | { readonly kind: 'sealed'; readonly by: SealedBy }
  | { readonly kind: 'tpm' };

/** As the state shows it. */
export function machineKeyOf(kept: KeptKey): MachineKey {
  switch (kept.kind) {
    case 'file':
      return { level: 'software', kept: 'file' };
    case 'sealed':
      // The host's key is a file on the same disk, for the same eyes: it protects a copy of the one file, no more.
      return kept.by === 'tpm'
        ? { level: 'os-store', kept: 'sealed-with-tpm' }
        : { level: 'software', kept: 'sealed-with-host-key' };
    case 'tpm':
      return { level: 'tpm', kept: 'tpm' };
    default:
      return assertNever(kept);
  }
}
