// Makes the plan of names real: listeners first, then hosts entries; and the other way round when names go.

import type { HostsEntry, HostsFile } from '../../native/hosts-file/hosts-file.ts';
import type { DestinationState, NameState } from '../../shared/agent/agent-state.ts';
import type { ProfileDestination } from '../../shared/ems/profile.ts';
import type { Logger } from '../../shared/log.ts';
import { failureOf } from '../enrollment/states.ts';
import type { Tunnels } from '../tunnel/tunnels.ts';
import { type NamePlan, type NameWorld, type PlannedName, planNames, spelling } from './plan.ts';

export interface PublisherOptions {
  readonly hosts: HostsFile;
  readonly prepare: (address: string) => Promise<AsyncDisposable>;
  readonly tunnels: Tunnels;
  readonly assigned: () => Readonly<Record<string, string>>;
  readonly assign: (assigned: Readonly<Record<string, string>>) => Promise<void>;
  readonly range: string;
  readonly onStates: (states: readonly DestinationState[]) => void;
  /** The hosts file cannot be changed; null when it can again. */
  readonly onBlocked: (detail: string | null) => void;
  readonly log: Logger;
}

export interface Publisher extends AsyncDisposable {
  /** Publishes exactly these destinations, as far as they are ours to publish. Calls take turns. */
  publish(destinations: readonly ProfileDestination[], rules: Pick<NameWorld, 'domains' | 'reserved'>): Promise<void>;
}

interface Open {
  readonly destination: ProfileDestination;
  readonly address: string;
  readonly listener: AsyncDisposable;
}

/** A taken address is tried again so often, and a hosts block that others damaged is mended at most so often. */
const retryMs = 10_000;
const mendMs = 1_000;

export function openPublisher(options: PublisherOptions): Publisher {
  const open = new Map<string, Open>();
  let wanted: Parameters<Publisher['publish']> = [[], { domains: [], reserved: [] }];
  let turn: Promise<void> = Promise.resolve();
  let retry: NodeJS.Timeout | null = null;
  let mend: NodeJS.Timeout | null = null;
  const watch = options.hosts.watch((change) => {
    if (!change.sectionIntact && open.size > 0) mend ??= setTimeout(() => void again(), mendMs);
  });

  async function again(): Promise<void> {
    mend = null;
    turn = turn.then(make).catch((error: unknown) => options.log.error('names could not be published', { error }));
    await turn;
  }

  async function make(): Promise<void> {
    const [destinations, rules] = wanted;
    const plan = planNames(destinations, { ...rules, ...(await circumstances(destinations)) });
    await options.assign(plan.assigned);
    await closeUnplanned(plan);
    const states = new Map<PlannedName, NameState>();
    for (const name of plan.names) states.set(name, name.kind === 'left' ? name.state : await listen(name));
    const outcome = await options.hosts.apply(entriesOf(plan));
    options.onBlocked(outcome.kind === 'blocked' ? outcome.detail : null);
    const inHosts = outcome.kind === 'blocked' ? [] : entriesOf(plan).map((entry) => entry.address);
    options.onStates(
      plan.names.map((name) => ({ destination: name.destination, state: withHosts(states.get(name), inHosts) })),
    );
    if (retry !== null) clearTimeout(retry);
    const mustRetry = [...states.values()].some((state) => state.kind === 'address-taken' || state.kind === 'failed');
    retry = mustRetry ? setTimeout(() => void again(), retryMs) : null;
  }

  async function circumstances(destinations: readonly ProfileDestination[]) {
    const found = await options.hosts.conflicts(destinations.map((each) => spelling(each.host)));
    const conflicts = new Map(found.map((each) => [each.name, `${each.address} ${each.name}`]));
    return { conflicts, assigned: options.assigned(), range: options.range };
  }

  /** A name leaves the hosts file before its listener closes: nobody else may answer to it in between. */
  async function closeUnplanned(plan: NamePlan): Promise<void> {
    const planned = new Set(plan.names.flatMap((name) => (name.kind === 'listen' ? [keyOf(name)] : [])));
    const leaving = [...open].filter(([key]) => !planned.has(key));
    if (leaving.length === 0) return;
    for (const [key] of leaving) open.delete(key);
    await options.hosts.apply(entriesOf(plan));
    for (const [, { listener }] of leaving) await listener[Symbol.asyncDispose]();
  }

  async function listen(name: Extract<PlannedName, { kind: 'listen' }>): Promise<NameState> {
    const { destination, address } = name;
    const published = { kind: 'published', address, port: destination.port, hosts: false } as const;
    if (open.has(keyOf(name))) return published;
    try {
      await options.prepare(address);
      const outcome = await options.tunnels.listen(destination, address);
      if (outcome.kind === 'address-taken') return { kind: 'address-taken', address, port: destination.port };
      if (outcome.kind === 'failed') return { kind: 'failed', failure: failureOf(outcome.error) };
      open.set(keyOf(name), { destination, address, listener: outcome.listener });
      return published;
    } catch (error) {
      return { kind: 'failed', failure: failureOf(error) };
    }
  }

  /** Only names all of whose listeners are ours: on any other port somebody else would answer to the name. */
  function entriesOf(plan: NamePlan): HostsEntry[] {
    const wantedNames = plan.names.filter((name) => name.kind === 'listen').filter((name) => name.inHosts);
    const notOurs = new Set(wantedNames.filter((name) => !open.has(keyOf(name))).map((name) => name.address));
    const ours = wantedNames.filter((name) => !notOurs.has(name.address));
    const entries = ours.map((name) => [spelling(name.destination.host), name.address] as const);
    return [...new Map(entries)].map(([name, address]) => ({ name, address }));
  }

  return {
    async publish(destinations, rules) {
      wanted = [destinations, rules];
      await again();
    },
    async [Symbol.asyncDispose]() {
      await watch[Symbol.asyncDispose]();
      for (const timer of [retry, mend]) if (timer !== null) clearTimeout(timer);
      await turn;
      await options.hosts.clear();
      for (const { listener } of open.values()) await listener[Symbol.asyncDispose]();
      open.clear();
    },
  };
}

/** What makes a listener the same one: another host, port, kind or set of gateways is another. */
function keyOf(name: Extract<PlannedName, { kind: 'listen' }>): string {
  return JSON.stringify([name.address, name.destination]);
}

function withHosts(state: NameState | undefined, inHosts: readonly string[]): NameState {
  if (state === undefined) return { kind: 'refused', why: 'not-a-name' };
  return state.kind === 'published' ? { ...state, hosts: inHosts.includes(state.address) } : state;
}
