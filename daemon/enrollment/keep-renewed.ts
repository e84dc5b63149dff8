// Renews in time, and again with patience when that fails; at most one renewal at a time.

import type { Clock } from '../../shared/clock.ts';
import type { Logger } from '../../shared/log.ts';

export interface Renewal extends AsyncDisposable {
  /** Renews now, unless one is under way or has just failed. */
  renewNow(): Promise<void>;
}

/** How often to look whether it is time; timers cannot wait for months. */
const lookMs = 60_000;
/** Nothing is tried again sooner: neither what failed, nor a certificate that is refused although it is new. */
const patienceMs = 60_000;

export function keepRenewed(options: {
  /** Milliseconds since 1970. */
  readonly dueAt: () => number;
  readonly clock: Clock;
  /** The signal fires when nobody waits for the renewal any more. */
  readonly renew: (signal: AbortSignal) => Promise<void>;
  readonly log: Logger;
}): Renewal {
  const { clock, log } = options;
  const stop = new AbortController();
  let running: Promise<void> | null = null;
  let notBefore = Number.NEGATIVE_INFINITY;

  async function renewNow(): Promise<void> {
    if (stop.signal.aborted || clock.monotonic() < notBefore) return;
    running ??= once().finally(() => {
      running = null;
    });
    await running;
  }

  async function once(): Promise<void> {
    try {
      await options.renew(stop.signal);
      log.info('the certificate was renewed');
    } catch (error) {
      if (!stop.signal.aborted) log.error('the certificate could not be renewed', { error });
    }
    notBefore = clock.monotonic() + patienceMs;
  }

  function look(): void {
    if (clock.now() >= options.dueAt()) void renewNow();
  }

  const timer = setInterval(look, lookMs);
  // What fell due while the agent was not running is not put off further.
  const first = setImmediate(look);

  return {
    renewNow,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      clearImmediate(first);
      stop.abort();
      await running;
    },
  };
}
