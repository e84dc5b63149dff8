// Fetches the profile when told, one fetch at a time, and hands each new one on.

import { type BackoffShape, backoffDelayMs } from '../../shared/backoff.ts';
import type { Profile } from '../../shared/ems/profile.ts';
import type { Logger } from '../../shared/log.ts';

export interface ProfileKeeper extends AsyncDisposable {
  /** Fetches soon; calls while a fetch is under way lead to one more after it. */
  fetchNow(): void;
}

const again: BackoffShape = { firstMs: 500, longestMs: 30_000 };

export function keepProfile(options: {
  readonly fetch: (signal: AbortSignal) => Promise<Profile>;
  readonly onProfile: (profile: Profile) => Promise<void>;
  readonly onFailure: (error: unknown) => Promise<void>;
  readonly random: () => number;
  readonly log: Logger;
}): ProfileKeeper {
  const stop = new AbortController();
  let isWanted = false;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let failures = 0;

  function begin(): void {
    timer = null;
    isWanted = false;
    running = once().finally(() => {
      running = null;
      if (isWanted) schedule();
    });
  }

  async function once(): Promise<void> {
    try {
      await options.onProfile(await options.fetch(stop.signal));
      failures = 0;
    } catch (error) {
      if (stop.signal.aborted) return;
      failures += 1;
      isWanted = true;
      options.log.warn('the profile could not be fetched', { error });
      await options
        .onFailure(error)
        .catch((next: unknown) => options.log.error('a failed fetch had a failed sequel', { error: next }));
    }
  }

  function schedule(): void {
    if (timer !== null || stop.signal.aborted) return;
    timer = setTimeout(begin, failures === 0 ? 0 : backoffDelayMs(again, failures, options.random()));
  }

  return {
    fetchNow() {
      isWanted = true;
      if (running === null) schedule();
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}
