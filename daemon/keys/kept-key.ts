// Says how the machine key is kept, and what that is worth.

import type { MachineKey } from '../../shared/agent/machine-key.ts';

/** Where the key is: in the state file as it is. */
export type KeptKey = { readonly kind: 'file' };

/** As the state shows it. */
export function machineKeyOf(kept: KeptKey): MachineKey {
  return { level: 'software', kept: kept.kind };
}
