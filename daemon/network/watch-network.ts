// Keeps the network's state: looks at addresses and connections, asks, and dials the EMS at once, as judged.

import type { Clock } from '../../shared/clock.ts';
import type { Logger } from '../../shared/log.ts';
import type { Store } from '../state/store.ts';
import type { Answer } from './answer.ts';
import { hear, type Judgement, look, type NetworkTimes, networkTimes, nothingSeen } from './judge.ts';

export interface NetworkWatchOptions {
  readonly store: Store;
  /** The device's addresses besides loopback; null if they cannot be read. */
  readonly addresses: (signal: AbortSignal) => Promise<readonly string[] | null>;
  /** Whoever else goes by the addresses hears each reading. */
  readonly onAddresses: (addresses: readonly string[] | null) => void;
  /** Asks the EMS's public listener. Never rejects. */
  readonly ask: (signal: AbortSignal) => Promise<Answer>;
  /** Dials the EMS anew, now. */
  readonly hurry: () => void;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  readonly times?: Partial<NetworkWatchTimes>;
}

export interface NetworkWatchTimes extends NetworkTimes {
  /** Between two looks at the addresses, which no system announces to Node: changes within it count once. */
  readonly pollMs: number;
}

export function watchNetwork(options: NetworkWatchOptions): AsyncDisposable {
  const { store, clock, log } = options;
  const times: NetworkWatchTimes = { pollMs: 2_000, ...networkTimes, ...options.times };
  const stop = new AbortController();
  let memory = nothingSeen;
  let addresses: readonly string[] | null = null;
  let asking: Promise<void> = Promise.resolve();
  let polling: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;

  function judge(): void {
    if (stop.signal.aborted) return;
    const judged = look(memory, { addresses, agent: store.current }, clock.monotonic(), times);
    memory = judged.memory;
    show(judged);
    if (judged.acts.includes('hurry')) options.hurry();
    if (judged.acts.includes('ask')) asking = ask();
  }

  function show({ network }: Judgement): void {
    const before = store.current.network;
    if (JSON.stringify(before) === JSON.stringify(network)) return;
    store.apply({ kind: 'network', network });
    if (before.kind !== network.kind) log.info('the network stands otherwise', { network: network.kind });
  }

  async function ask(): Promise<void> {
    const answer = await options.ask(stop.signal);
    memory = hear(memory, answer, clock.monotonic(), options.random(), times);
    judge();
  }

  async function poll(): Promise<void> {
    addresses = await options.addresses(stop.signal);
    if (!stop.signal.aborted) options.onAddresses(addresses);
    judge();
    if (!stop.signal.aborted) timer = setTimeout(next, times.pollMs);
  }
  const next = (): void => {
    polling = poll();
  };

  next();
  const unsubscribe = store.subscribe(judge);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
      await Promise.all([polling, asking]);
    },
  };
}
