// Renews in time, and again with patience when that fails; at most one renewal at a time.

import type { Logger } from '../../shared/log.ts';

export interface Renewal extends AsyncDisposable {
  /** Renews now, unless one is under way or has just failed. */
  renewNow(): Promise<void>;
}

/** How often to look whether it is time; timers cannot wait for months. */
const lookMs = 60_000;
/** After a failure nothing is tried again sooner. */
const patienceMs = 60_000;

export function keepRenewed(options: {
  /** Milliseconds since 1970. */
  readonly dueAt: () => number;
  readonly now: () => number;
  readonly renew: () => Promise<void>;
  readonly log: Logger;
}): Renewal {
  let running: Promise<void> | null = null;
  let notBefore = 0;

  async function renewNow(): Promise<void> {
    if (options.now() < notBefore) return;
    running ??= options
      .renew()
      .then(() => options.log.info('the certificate was renewed'))
      .catch((error: unknown) => {
        notBefore = options.now() + patienceMs;
        options.log.error('the certificate could not be renewed', { error });
      })
      .finally(() => {
        running = null;
      });
    await running;
  }

  function look(): void {
    if (options.now() >= options.dueAt()) void renewNow();
  }

  const timer = setInterval(look, lookMs);
  // What fell due while the agent was not running is not put off further.
  const first = setImmediate(look);

  return {
    renewNow,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      clearImmediate(first);
      await running;
    },
  };
}
