// Decides which names the hosts file holds, for the listeners that there are; pure.

import type { HostsEntry } from '../../native/hosts-file/hosts-file.ts';
import { type Listening, type NamePlan, type PlannedName, spelling } from './plan.ts';

/**
 * What the hosts file should hold, for those listeners that are ours now: only names all of whose ports are, whatever stands
 * against publishing one of them. The name leads there on every port; on another one somebody else would answer to it.
 */
export function hostsEntries(plan: NamePlan, isOurs: (name: Listening) => boolean): HostsEntry[] {
  const ours = plan.names.filter((name) => name.kind === 'listen').filter(isOurs);
  const held = new Set(ours.map(hostAndPort));
  const astray = new Set(plan.names.filter((name) => !held.has(hostAndPort(name))).map(hostOf));
  const wanted = ours.filter((name) => name.inHosts && !astray.has(hostOf(name)));
  const entries = new Map(wanted.map((name) => [hostOf(name), name.address]));
  return [...entries].map(([name, address]) => ({ name, address }));
}

function hostOf({ destination }: PlannedName): string {
  return spelling(destination.host);
}

function hostAndPort(name: PlannedName): string {
  return `${hostOf(name)}:${name.destination.port}`;
}
