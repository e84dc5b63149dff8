// One call to agent or shell as a state that a part can show: idle, busy, done, failed.

import { useCallback, useEffect, useRef, useState } from 'react';
import type { PageAnswer, PageError } from '../shared/shell/shell-contract.ts';

/** idle ──run──▶ busy ──▶ done | failed ──run──▶ busy … */
export type Call<T> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: PageError };

/**
 * `run` asks anew each time; of two at once the later one counts. It never rejects: whoever needs the answer at once gets
 * it, and everybody else reads `call`.
 */
export function useCall<A extends readonly unknown[], T>(
  ask: (...args: A) => Promise<PageAnswer<T>>,
): { readonly call: Call<T>; readonly run: (...args: A) => Promise<PageAnswer<T>>; readonly reset: () => void } {
  const [call, setCall] = useState<Call<T>>({ kind: 'idle' });
  const round = useRef(0);
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  const run = useCallback(async (...args: A): Promise<PageAnswer<T>> => {
    round.current += 1;
    const mine = round.current;
    setCall({ kind: 'busy' });
    const answer = await answered(() => latest.current(...args));
    if (mine === round.current) setCall(callOf(answer));
    return answer;
  }, []);
  const reset = useCallback(() => {
    round.current += 1;
    setCall({ kind: 'idle' });
  }, []);
  return { call, run, reset };
}

/** A bridge that throws (the shell is ending) is an answer, too. */
export async function answered<T>(ask: () => Promise<PageAnswer<T>>): Promise<PageAnswer<T>> {
  try {
    return await ask();
  } catch (error) {
    return { ok: false, error: { code: 'command-failed', message: String(error), next: '' } };
  }
}

function callOf<T>(answer: PageAnswer<T>): Call<T> {
  return answer.ok ? { kind: 'done', value: answer.value } : { kind: 'failed', error: answer.error };
}
