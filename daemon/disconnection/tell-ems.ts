// Tells the EMS what users did, again and again until it has heard; what is not told yet is saved.

import { backoffDelayMs, emsBackoff } from '../../shared/backoff.ts';
import type { Told } from '../../shared/ems/told.ts';
import type { Membership } from '../membership.ts';
import type { World } from '../world.ts';

export interface Teller extends AsyncDisposable {
  /** There is something to tell, or the EMS is there again. Resolves when that was told, or could not be. */
  tellNow(): Promise<void>;
}

/** Tells the EMS of the enrolment of now. */
export type Tell = (told: Told, signal: AbortSignal) => Promise<unknown>;

export function tellOf(membership: Pick<Membership, 'call'> | null): Tell | null {
  return membership === null ? null : (told, signal) => membership.call('told', { body: told }, signal);
}

export function tellEms(
  { saved, clock, random, log }: Pick<World, 'saved' | 'clock' | 'random' | 'log'>,
  toEms: () => Tell | null,
): Teller {
  const stop = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let isWaiting = false;
  let retry: NodeJS.Timeout | null = null;
  let failures = 0;

  async function tell(): Promise<void> {
    isWaiting = false;
    const { untold } = saved.current.disconnecting;
    const last = untold.at(-1);
    const ems = toEms();
    if (last === undefined || ems === null || stop.signal.aborted) return;
    try {
      const now = clock.now();
      const events = untold.map(({ at, ...rest }) => ({ ...rest, agoMs: Math.max(0, now - at) }));
      await ems({ events }, stop.signal);
      await saved.update((state) => {
        const left = state.disconnecting.untold.filter(({ sequence }) => sequence > last.sequence);
        return { ...state, disconnecting: { ...state.disconnecting, untold: left } };
      });
      failures = 0;
    } catch (error) {
      if (stop.signal.aborted) return;
      failures += 1;
      log.warn('the EMS has not heard yet who disconnected', { error });
      if (retry !== null) clearTimeout(retry);
      retry = setTimeout(() => void tellNow(), backoffDelayMs(emsBackoff, failures, random()));
    }
  }

  function tellNow(): Promise<void> {
    if (!isWaiting && !stop.signal.aborted) {
      isWaiting = true;
      running = running.then(tell);
    }
    return running;
  }

  return {
    tellNow,
    async [Symbol.asyncDispose]() {
      stop.abort();
      if (retry !== null) clearTimeout(retry);
      await running;
    },
  };
}
