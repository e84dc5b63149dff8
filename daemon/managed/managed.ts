// Follows the managed configuration of this machine: what holds now, and whoever is to know when that changes.

import type { ManagedReading } from '../../native/managed/managed.ts';
import type { Platform } from '../../native/platform.ts';
import type { Logger } from '../../shared/log.ts';
import { type Good, type InForce, inForce } from './in-force.ts';
import { type LastGood, lastGoodIn } from './last-good.ts';

export interface Managed extends AsyncDisposable {
  readonly current: InForce;
  /** Calls with what holds after each change. Returns what ends it. */
  onChange(listener: (current: InForce) => void): () => void;
}

type ManagedPlatform = Pick<Platform, 'name' | 'managed'>;

/** Its owner has claimed the data directory. */
export async function openManaged(platform: ManagedPlatform, dataDirectory: string, log: Logger): Promise<Managed> {
  const kept = lastGoodIn(dataDirectory, platform.name);
  let lastGood: Good | null = await kept.read();
  let current = await look();
  say(current, log);
  const listeners = new Set<(current: InForce) => void>();
  let turn: Promise<void> = Promise.resolve();

  async function look(): Promise<InForce> {
    const reading = await platform.managed.read();
    const next = inForce(reading, lastGood);
    if (reading.kind !== 'invalid') await remember(reading);
    return next;
  }

  async function remember(reading: Exclude<ManagedReading, { kind: 'invalid' }>): Promise<void> {
    lastGood = reading.kind === 'none' ? null : { values: reading.values, source: reading.source };
    await keepQuietly(kept, lastGood, log);
  }

  async function lookAgain(): Promise<void> {
    const next = await look();
    if (JSON.stringify(next) === JSON.stringify(current)) return;
    current = next;
    say(current, log);
    for (const listener of listeners) listener(current);
  }

  const watching = platform.managed.watch(() => {
    turn = turn.then(lookAgain).catch((error: unknown) => log.error('managed settings were not taken over', { error }));
  });
  return {
    get current() {
      return current;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async [Symbol.asyncDispose]() {
      await watching[Symbol.asyncDispose]();
      listeners.clear();
      await turn;
    },
  };
}

/** It holds in any case; only a start at which it cannot be read would miss it. */
async function keepQuietly(kept: LastGood, good: Good | null, log: Logger): Promise<void> {
  await kept.keep(good).catch((error: unknown) => log.warn('managed settings could not be kept', { error }));
}

function say({ values, source, standing }: InForce, log: Logger): void {
  const settings = Object.keys(values);
  if (standing.kind === 'as-read') {
    if (source !== null) log.info('managed settings hold', { source, settings });
    return;
  }
  log.warn('managed settings cannot be read', { source, kept: standing.kind, settings, troubles: standing.troubles });
}
