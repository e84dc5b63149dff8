// The device's own addresses, from what Node tells on every system.

import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { FactReading } from '../../../shared/posture/fact.ts';

/** Asks the kernel through Node; takes no time. */
export async function ipAddressesProbe(): Promise<FactReading> {
  return addressesOf(Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []));
}

/** The part of Node's answer that matters. */
export interface InterfaceAddress {
  readonly address: string;
  readonly internal: boolean;
}

/** Loopback is left out: every machine has it, so it tells nothing. Sorted, so that the same addresses are the same fact. */
export function addressesOf(all: readonly InterfaceAddress[]): FactReading {
  const own = all.filter(({ internal }) => !internal).map(({ address }) => address.replace(/%.*$/, ''));
  const addresses = [...new Set(own.filter((address) => isIP(address) !== 0))].sort();
  // A list cut short could miss the very address a negated rule asks about.
  if (addresses.length > 256) return { kind: 'unknown', reason: 'unreadable' };
  return { kind: 'known', value: { kind: 'ip-addresses', addresses } };
}
