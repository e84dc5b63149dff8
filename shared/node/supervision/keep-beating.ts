// Gives signs of life for as long as a program answers a question that it asks itself, and only then.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../log.ts';
import type { Supervisor } from './supervisor.ts';

/** Rejects, or does not come back, when the program does not do its work. */
export type AskItself = (signal: AbortSignal) => Promise<void>;

/**
 * Says that the program is ready and, from then on, at each of the supervisor's intervals asks and beats if the answer came
 * within one. A loop that does not turn asks nothing; a socket nobody serves answers nothing: in both cases the supervisor
 * hears nothing, and starts the program anew.
 */
export function keepBeating(
  supervisor: Supervisor,
  { place, ask, log }: { readonly place: string; readonly ask: AskItself; readonly log: Logger },
): AsyncDisposable {
  const stop = new AbortController();
  supervisor.ready(place);
  const beating = supervisor.beatEveryMs === null ? Promise.resolve() : beat(supervisor.beatEveryMs);

  async function beat(everyMs: number): Promise<void> {
    let isSilent = false;
    while (!stop.signal.aborted) {
      const trouble = await answered(ask, AbortSignal.any([stop.signal, AbortSignal.timeout(everyMs)]));
      if (stop.signal.aborted) return;
      if (trouble === null) supervisor.beat();
      else if (!isSilent) log.error('this program does not answer itself; its supervisor is told nothing', trouble);
      isSilent = trouble !== null;
      await sleep(everyMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
    }
  }

  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await beating;
    },
  };
}

/** Null, or what came instead of an answer; the signal counts also where the question does not heed it. */
async function answered(ask: AskItself, signal: AbortSignal): Promise<{ readonly error: unknown } | null> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  try {
    await Promise.race([ask(signal), late]);
    return null;
  } catch (error) {
    return { error };
  }
}
