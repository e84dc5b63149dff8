// Notices a daemon that keeps its connections and does nothing any more, as a frozen process does.

import { setTimeout as delay } from 'node:timers/promises';

export interface Patience {
  /** How often it is asked. */
  readonly everyMs: number;
  /** How long it may take to answer; asked twice before it counts as silent. */
  readonly waitMs: number;
}

export const usualPatience: Patience = { everyMs: 15_000, waitMs: 5_000 };

/** Resolves as soon as two questions in a row were not answered in time, or with the signal. A refusal is an answer. */
export async function untilSilent(
  ask: (signal: AbortSignal) => Promise<unknown>,
  { everyMs, waitMs }: Patience,
  signal: AbortSignal,
): Promise<void> {
  // Two, because after the sleep of a computer the first wait may be over before the answer was read.
  for (let unanswered = 0; unanswered < 2 && !signal.aborted; ) {
    if (unanswered === 0) await delay(everyMs, undefined, { signal }).catch(() => undefined);
    const tooLong = AbortSignal.timeout(waitMs);
    await ask(AbortSignal.any([signal, tooLong])).catch(() => undefined);
    unanswered = tooLong.aborted ? unanswered + 1 : 0;
  }
}
