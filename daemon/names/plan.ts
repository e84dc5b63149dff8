// Decides which names are published at which addresses; pure.

import { isIP } from 'node:net';
import type { NameState } from '../../shared/agent/agent-state.ts';
import type { ProfileDestination } from '../../shared/ems/profile.ts';
import { isHostName, isInsideDomains, isLocalhostName } from '../../shared/policy/domain-name.ts';
import { isUnderstood } from '../../shared/posture/features.ts';

/** What stands against publishing, and what was decided before. */
export interface NameWorld {
  /** Domains that the invitation fixed or an administrator of this machine added. */
  readonly domains: readonly string[];
  /** Names never published: the EMS's and the gateways'. */
  readonly reserved: readonly string[];
  /** Names the user maps already, with their line as people see it. */
  readonly conflicts: ReadonlyMap<string, string>;
  /** Name → address, kept so that caches stay right. */
  readonly assigned: Readonly<Record<string, string>>;
  /** An IPv4 network such as 127.235.0.0/16. */
  readonly range: string;
}

export type PlannedName =
  /** Listen at this address; `inHosts`: the name belongs into the hosts file. */
  | {
      readonly kind: 'listen';
      readonly destination: ProfileDestination;
      readonly address: string;
      readonly inHosts: boolean;
    }
  | {
      readonly kind: 'left';
      readonly destination: ProfileDestination;
      readonly state: Extract<NameState, { kind: 'refused' | 'conflict' }>;
    };

export type Listening = Extract<PlannedName, { kind: 'listen' }>;

export interface NamePlan {
  readonly names: readonly PlannedName[];
  readonly assigned: Readonly<Record<string, string>>;
}

/** Every name gets one address for all its ports; the same name always the same one. */
export function planNames(destinations: readonly ProfileDestination[], world: NameWorld): NamePlan {
  const assigned = new Map(Object.entries(world.assigned).filter(([, address]) => isInRange(address, world.range)));
  const names = destinations.map((given): PlannedName => {
    const destination = { ...given, host: spelling(given.host) };
    const state = whyLeft(destination, world);
    if (state !== null) return { kind: 'left', destination: given, state };
    const address = assigned.get(destination.host) ?? nextAddress(assigned, world.range);
    if (address === null) return { kind: 'left', destination: given, state: { kind: 'refused', why: 'not-a-name' } };
    assigned.set(destination.host, address);
    return { kind: 'listen', destination: given, address, inHosts: given.publish && isIP(destination.host) === 0 };
  });
  return { names: oneForEachPlace(names), assigned: Object.fromEntries(assigned) };
}

/** Where a listener stands. */
export function placeOf({ address, destination }: Listening): string {
  return `${address}:${destination.port}`;
}

/** What makes a listener the same one: another host, port, kind or set of gateways is another. */
export function keyOf({ destination: { host, port, kind, gateways } }: Listening): string {
  return JSON.stringify([spelling(host), port, kind, gateways]);
}

/**
 * One place has one listener: that of the lowest id, however the profile is ordered, or reading it again could lead open
 * names to another gateway. Destinations that would have the same listener share it.
 */
function oneForEachPlace(names: readonly PlannedName[]): PlannedName[] {
  const listening = names.filter((name) => name.kind === 'listen');
  const byId = listening.toSorted((one, other) => (one.destination.id < other.destination.id ? -1 : 1));
  const holders = new Map(byId.reverse().map((name) => [placeOf(name), keyOf(name)]));
  return names.map((name) =>
    name.kind === 'left' || holders.get(placeOf(name)) === keyOf(name)
      ? name
      : {
          kind: 'left',
          destination: name.destination,
          state: { kind: 'refused', why: 'taken-by-another-destination' },
        },
  );
}

/** The one spelling of a name: lower case, without the final dot. */
export function spelling(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}

function whyLeft(
  destination: ProfileDestination,
  world: NameWorld,
): Extract<NameState, { kind: 'refused' | 'conflict' }> | null {
  const { host } = destination;
  if (!isUnderstood(destination.needs)) return { kind: 'refused', why: 'needs-newer-agent' };
  // An address is reached by our own address only, and never put into the hosts file.
  if (isIP(host) !== 0) return null;
  if (!isHostName(host)) return { kind: 'refused', why: 'not-a-name' };
  if (isLocalhostName(host) || world.reserved.some((name) => spelling(name) === host))
    return { kind: 'refused', why: 'reserved' };
  if (!isInsideDomains(host, world.domains)) return { kind: 'refused', why: 'outside-domains' };
  const line = world.conflicts.get(host);
  return line === undefined || !destination.publish ? null : { kind: 'conflict', line };
}

/** The lowest address that no name has: x.y.0.1, x.y.0.2, …; null when all are taken. */
function nextAddress(assigned: ReadonlyMap<string, string>, range: string): string | null {
  const taken = new Set(assigned.values());
  const { first, last } = boundsOf(range);
  for (let candidate = first + 1; candidate < last; candidate += 1) {
    const address = dotted(candidate);
    if (!taken.has(address)) return address;
  }
  return null;
}

function isInRange(address: string, range: string): boolean {
  const { first, last } = boundsOf(range);
  const value = numeric(address);
  return value > first && value < last;
}

function boundsOf(range: string): { readonly first: number; readonly last: number } {
  const [network = '', bits = '32'] = range.split('/');
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(numeric(network) / size) * size;
  return { first, last: first + size - 1 };
}

function numeric(address: string): number {
  return address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
