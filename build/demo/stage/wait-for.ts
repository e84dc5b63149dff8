// Waits for what can only be asked for again and again.

import { setTimeout as sleep } from 'node:timers/promises';

const usualPatienceMs = 20_000;

/** Asks every 50 ms until there is something. @throws the signal's reason; an Error that names `what` when the time is up */
export async function waitFor<T>(
  signal: AbortSignal,
  what: string,
  look: () => Promise<T | null>,
  withinMs = usualPatienceMs,
): Promise<T> {
  for (const until = Date.now() + withinMs; Date.now() < until; ) {
    signal.throwIfAborted();
    const found = await look();
    if (found !== null) return found;
    await sleep(50, undefined, { signal });
  }
  throw new Error(`waited ${withinMs / 1000} s in vain for ${what}`);
}
