// Reads which addresses are this machine's own, anew each time, because interfaces come and go.

import { networkInterfaces } from 'node:os';

/** Every address of every interface of this machine, without zones. */
export function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((entries) => (entries ?? []).map((entry) => entry.address));
}
