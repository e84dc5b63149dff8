// Waits for what can only be asked for again and again.

import { setTimeout as sleep } from 'node:timers/promises';

const patienceMs = 20_000;

/** Asks every 50 ms until there is something. @throws the signal's reason; an Error that names `what` after 20 s */
export async function waitFor<T>(signal: AbortSignal, what: string, look: () => Promise<T | null>): Promise<T> {
  for (const until = Date.now() + patienceMs; Date.now() < until; ) {
    signal.throwIfAborted();
    const found = await look();
    if (found !== null) return found;
    await sleep(50, undefined, { signal });
  }
  throw new Error(`waited in vain for ${what}`);
}
