// Makes the plan of names real: listeners first, then hosts entries; and the other way round when names go.

import type { HostsEntry, HostsFile, HostsOutcome } from '../../native/hosts-file/hosts-file.ts';
import type { DestinationState, NameState } from '../../shared/agent/agent-state.ts';
import type { ProfileDestination } from '../../shared/ems/profile.ts';
import type { Logger } from '../../shared/log.ts';
import { failureOf } from '../enrollment/states.ts';
import type { Tunnels } from '../tunnel/tunnels.ts';
import { hostsEntries } from './hosts-entries.ts';
import { nothingPersonal, type Personal } from './personal.ts';
import {
  keyOf,
  type Listening,
  type NamePlan,
  type NameWorld,
  type PlannedName,
  placeOf,
  planNames,
  spelling,
} from './plan.ts';

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
  /** Publishes exactly these destinations and those of users, as far as they are ours to publish. Calls take turns. */
  publish(
    destinations: readonly ProfileDestination[],
    rules: Pick<NameWorld, 'domains' | 'reserved'>,
    personal?: Personal,
  ): Promise<void>;
}

interface Open {
  /** What makes a listener the same one. */
  readonly key: string;
  /** Closes the listener, then gives the address back. */
  readonly held: AsyncDisposableStack;
}

/** What failed is tried again after the first time, doubling up to the longest. */
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;
/** What others change in the hosts file is answered at most so often. */
const mendMs = 1_000;

export function openPublisher(options: PublisherOptions): Publisher {
  /** By address and port. */
  const open = new Map<string, Open>();
  let wanted: readonly ProfileDestination[] = [];
  let rules: Pick<NameWorld, 'domains' | 'reserved'> = { domains: [], reserved: [] };
  let personal = nothingPersonal;
  let turn: Promise<void> = Promise.resolve();
  let retry: NodeJS.Timeout | null = null;
  let retries = 0;
  let mend: NodeJS.Timeout | null = null;
  /** Whether lines of ours stand in the hosts file, as far as we know. */
  let hasLines = false;
  let isEnded = false;
  // Not only a damaged section matters: a name that somebody else maps now is a conflict, one no longer mapped is ours.
  const watch = options.hosts.watch(() => {
    if (wanted.length > 0 && !isEnded) mend ??= setTimeout(() => void again(), mendMs);
  });

  async function again(): Promise<void> {
    mend = null;
    turn = turn.then(make).catch((error: unknown) => options.log.error('names could not be published', { error }));
    await turn;
  }

  async function make(): Promise<void> {
    if (isEnded) return;
    const { published, refused } = personal;
    const plan = planNames(wanted, { ...rules, ...(await circumstances(wanted)) });
    await options.assign(plan.assigned);
    const areClosed = await closeUnplanned(plan);
    const states = new Map<PlannedName, NameState>();
    for (const name of plan.names) states.set(name, name.kind === 'left' ? name.state : await listen(name));
    const outcome = await apply(entriesOf(plan));
    options.onBlocked(outcome.kind === 'blocked' ? outcome.detail : null);
    const inHosts = outcome.kind === 'blocked' ? [] : entriesOf(plan).map((entry) => entry.address);
    const told = plan.names.map((name) => ({
      destination: name.destination,
      state: withHosts(states.get(name), inHosts),
      isPersonal: published.includes(name.destination),
    }));
    options.onStates([...told, ...refused]);
    const mustRetry = [...states.values()].some((state) => state.kind === 'address-taken' || state.kind === 'failed');
    retryLater(mustRetry || !areClosed);
  }

  function retryLater(mustRetry: boolean): void {
    if (retry !== null) clearTimeout(retry);
    retry = mustRetry ? setTimeout(() => void again(), Math.min(longestRetryMs, firstRetryMs * 2 ** retries)) : null;
    retries = mustRetry ? retries + 1 : 0;
  }

  async function apply(entries: readonly HostsEntry[]): Promise<HostsOutcome> {
    const outcome = await options.hosts.apply(entries);
    if (outcome.kind !== 'blocked') hasLines = entries.length > 0;
    return outcome;
  }

  async function circumstances(destinations: readonly ProfileDestination[]) {
    const found = await options.hosts.conflicts(destinations.map((each) => spelling(each.host)));
    const conflicts = new Map(found.map((each) => [each.name, `${each.address} ${each.name}`.slice(0, 300)]));
    return { conflicts, assigned: options.assigned(), range: options.range };
  }

  /**
   * A name leaves the hosts file before its listener closes: nobody else may answer to it in between. False if the lines
   * could not be removed: then the listeners stay.
   */
  async function closeUnplanned(plan: NamePlan): Promise<boolean> {
    const planned = new Map<string, string>();
    for (const name of plan.names) if (name.kind === 'listen') planned.set(placeOf(name), keyOf(name));
    const leaving = [...open].filter(([place, { key }]) => planned.get(place) !== key);
    if (leaving.length === 0) return true;
    const places = leaving.map(([place]) => place);
    const outcome = await apply(entriesOf(plan, places));
    if (outcome.kind === 'blocked' && hasLines) return false;
    for (const [place, { held }] of leaving) {
      open.delete(place);
      await held.disposeAsync();
    }
    return true;
  }

  async function listen(name: Listening): Promise<NameState> {
    const { destination, address } = name;
    const published = { kind: 'published', address, port: destination.port, hosts: false } as const;
    if (open.has(placeOf(name))) return published;
    try {
      await using held = new AsyncDisposableStack();
      held.use(await options.prepare(address));
      const outcome = await options.tunnels.listen(destination, address);
      if (outcome.kind === 'address-taken') return { kind: 'address-taken', address, port: destination.port };
      if (outcome.kind === 'failed') return { kind: 'failed', failure: failureOf(outcome.error) };
      held.use(outcome.listener);
      open.set(placeOf(name), { key: keyOf(name), held: held.move() });
      return published;
    } catch (error) {
      return { kind: 'failed', failure: failureOf(error) };
    }
  }

  function entriesOf(plan: NamePlan, leaving: readonly string[] = []): HostsEntry[] {
    return hostsEntries(plan, (name) => open.has(placeOf(name)) && !leaving.includes(placeOf(name)));
  }

  return {
    async publish(destinations, givenRules, givenPersonal = nothingPersonal) {
      wanted = [...destinations, ...givenPersonal.published];
      rules = givenRules;
      personal = givenPersonal;
      await again();
    },
    async [Symbol.asyncDispose]() {
      isEnded = true;
      await watch[Symbol.asyncDispose]();
      await turn;
      for (const timer of [retry, mend]) if (timer !== null) clearTimeout(timer);
      await options.hosts.clear();
      for (const { held } of open.values()) await held.disposeAsync();
      open.clear();
    },
  };
}

function withHosts(state: NameState | undefined, inHosts: readonly string[]): NameState {
  if (state === undefined) return { kind: 'refused', why: 'not-a-name' };
  return state.kind === 'published' ? { ...state, hosts: inHosts.includes(state.address) } : state;
}
