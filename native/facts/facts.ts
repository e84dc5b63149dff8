// What the agent can find out about its machine: looks at facts, and tells when one should be looked at again.

import type { FactReading } from '../../shared/posture/fact.ts';
import { type FactName, type NamedFact, readFactName } from '../../shared/posture/fact-name.ts';
import type { ProbeTable } from './probe.ts';
import { probesFor } from './probes.ts';
import { type WatchTimes, watchFacts } from './watch.ts';

/** What a look at a fact gave. Its age counts from before the look began: that is the caller's clock to read. */
export interface CollectedFact {
  readonly fact: FactName;
  readonly reading: FactReading;
}

/** The facts of one machine. */
export interface FactSource {
  /**
   * Looks at one fact now. Never rejects and never takes longer than the time limit: trouble is an unknown reading (time
   * up or aborted: `timed-out`; a probe that fails: `unreadable`; a name of a later release: `unsupported`).
   */
  collect(name: FactName, signal: AbortSignal): Promise<CollectedFact>;
  /**
   * Calls `onChange` with the name of a fact that may have changed; what it is now says `collect`. Every name is announced
   * once at the beginning, so that nothing gets lost between a first look and the watch. Disposal closes everything and
   * ends the calls.
   */
  watch(names: readonly FactName[], onChange: (name: FactName) => void): AsyncDisposable;
}

export interface FactSourceOptions extends Partial<WatchTimes> {
  /** For one look at one fact. */
  readonly timeLimitMs?: number;
}

const defaults = { timeLimitMs: 2_000, processPollMs: 2_000, pollMs: 15_000, debounceMs: 50 };

/** The facts of this machine, for the platform's name as Node has it. */
export function factSource(platform: NodeJS.Platform, options: FactSourceOptions = {}): FactSource {
  return factSourceOf(probesFor(platform), options);
}

/** The facts as a table of probes tells them. */
export function factSourceOf(probes: ProbeTable, options: FactSourceOptions = {}): FactSource {
  const times = { ...defaults, ...options };
  const collect = async (name: FactName, signal: AbortSignal): Promise<CollectedFact> => ({
    fact: name,
    reading: await within(times.timeLimitMs, signal, (limit) => look(probes, readFactName(name), limit)),
  });
  return { collect, watch: (names, onChange) => watchFacts(names, collect, onChange, times) };
}

function look(probes: ProbeTable, named: NamedFact, signal: AbortSignal): Promise<FactReading> {
  switch (named.kind) {
    case 'file':
      return probes.file(named.path, signal);
    case 'running-process':
      return probes.runningProcess(named.name, signal);
    case 'os-version':
      return probes.osVersion(signal);
    case 'ip-addresses':
      return probes.ipAddresses(signal);
    case 'firewall':
      return probes.firewall(signal);
    case 'disk-encryption':
      return probes.diskEncryption(signal);
    // The agent's own: no look at the machine tells them.
    case 'machine-key':
    case 'user-identity':
    case 'unsupported':
      return Promise.resolve({ kind: 'unknown', reason: 'unsupported' });
  }
}

/** The probe is told that its time is up, and left behind if it does not listen. */
async function within(
  timeLimitMs: number,
  signal: AbortSignal,
  probe: (signal: AbortSignal) => Promise<FactReading>,
): Promise<FactReading> {
  const limit = new AbortController();
  const { promise: timeIsUp, resolve } = Promise.withResolvers<FactReading>();
  const stop = (): void => {
    limit.abort();
    resolve({ kind: 'unknown', reason: 'timed-out' });
  };
  const timer = setTimeout(stop, timeLimitMs);
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) return { kind: 'unknown', reason: 'timed-out' };
    return await Promise.race([timeIsUp, readable(() => probe(limit.signal))]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

async function readable(ask: () => Promise<FactReading>): Promise<FactReading> {
  try {
    return await ask();
  } catch {
    // A probe that fails knows nothing, whatever it failed of; failing here would hide all other facts.
    return { kind: 'unknown', reason: 'unreadable' };
  }
}
