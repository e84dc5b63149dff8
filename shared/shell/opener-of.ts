// Which program suits a destination: what the tray opens it with by one click, and the first that its page offers.

import type { DestinationState } from '../agent/agent-state.ts';
import { isHostName } from '../policy/domain-name.ts';
import type { Opener } from './shell-contract.ts';

/** The ports by which services that were declared as plain TCP are known (IANA). */
const openerOfPort: ReadonlyMap<number, Opener> = new Map([
  [22, 'ssh'],
  [80, 'browser'],
  [443, 'browser'],
  [3389, 'rdp'],
]);

/** Null where nothing is known of it: then its address can be copied. */
export function openerOf({ destination: { kind, port } }: DestinationState): Opener | null {
  return kind === 'tcp' ? (openerOfPort.get(port) ?? null) : 'browser';
}

export interface LocalPlace {
  readonly host: string;
  readonly port: number;
}

/** Where programs of this machine reach a destination: by its name, or without a hosts entry at our own listener. */
export function localPlaceOf({ destination, state }: DestinationState): LocalPlace | null {
  if (state.kind !== 'published') return null;
  // Without an entry of ours a name leads here only where DNS does so; an address never does.
  return state.hosts || (!destination.publish && isHostName(destination.host))
    ? { host: destination.host, port: destination.port }
    : { host: state.address, port: state.port };
}

/** As people paste it: `host:port`, an IPv6 address in brackets. */
export function placeText({ host, port }: LocalPlace): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
