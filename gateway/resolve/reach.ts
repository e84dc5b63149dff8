// Gets from an accepted destination to a connected socket: resolve, refuse what must not be dialled, dial.

import type { Socket } from 'node:net';
import { dial } from './dial.ts';
import { judgeAddress, type Surroundings } from './refused-addresses.ts';
import type { NameResolver } from './resolver.ts';

export type Reached =
  | { readonly kind: 'connected'; readonly socket: Socket; readonly address: string }
  | { readonly kind: 'failed'; readonly code: '023' | '081' | '082' | '083' | '084' };

/** A server as the file names it. */
export interface Reachable {
  readonly address: string;
  readonly mappedport: number;
  readonly 'allow-addresses': readonly string[];
}

/** The addresses of a server that may be dialled, at least one. */
export type Addresses = (
  destination: Reachable,
  signal: AbortSignal,
) => Promise<
  | { readonly kind: 'allowed'; readonly addresses: readonly string[] }
  | { readonly kind: 'failed'; readonly code: '023' | '081' }
>;

/** Connects to the destination's server. The address connected to is one of those checked, never resolved again. */
export type Reach = (destination: Reachable, signal: AbortSignal) => Promise<Reached>;

export function makeAddresses(resolver: NameResolver, surroundings: () => Surroundings): Addresses {
  return async (destination, signal) => {
    const resolution = await resolver.resolve(destination.address, signal);
    if (resolution.kind === 'unresolved') return { kind: 'failed', code: '023' };
    const around = surroundings();
    const addresses = resolution.addresses.filter(
      (address) => judgeAddress(address, around, destination['allow-addresses']).kind === 'allowed',
    );
    return addresses.length === 0 ? { kind: 'failed', code: '081' } : { kind: 'allowed', addresses };
  };
}

export function makeReach(addressesOf: Addresses): Reach {
  return async (destination, signal) => {
    const found = await addressesOf(destination, signal);
    return found.kind === 'failed' ? found : await dial(found.addresses, destination.mappedport, signal);
  };
}
