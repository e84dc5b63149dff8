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

/** Connects to the destination's server. The address connected to is one of those checked, never resolved again. */
export type Reach = (destination: Reachable, signal: AbortSignal) => Promise<Reached>;

export function makeReach(resolver: NameResolver, surroundings: () => Surroundings): Reach {
  return async (destination, signal) => {
    const resolution = await resolver.resolve(destination.address, signal);
    if (resolution.kind === 'unresolved') return { kind: 'failed', code: '023' };
    const around = surroundings();
    const allowed = resolution.addresses.filter(
      (address) => judgeAddress(address, around, destination['allow-addresses']).kind === 'allowed',
    );
    if (allowed.length === 0) return { kind: 'failed', code: '081' };
    return await dial(allowed, destination.mappedport, signal);
  };
}
