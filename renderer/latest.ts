// The latest answer to a question that is asked anew now and then; an older answer stands until there is a newer one.

import { useCallback, useEffect, useRef, useState } from 'react';
import type { PageAnswer, PageError } from '../shared/shell/shell-contract.ts';
import { answered } from './call.ts';

export interface Latest<T> {
  readonly value: T | null;
  /** Why the last question was not answered; null if it was. */
  readonly error: PageError | null;
  readonly isAsking: boolean;
}

/** Of two questions at once the later one counts. */
export function useLatest<T>(question: () => Promise<PageAnswer<T>>): {
  readonly told: Latest<T>;
  readonly ask: () => Promise<void>;
} {
  const [told, setTold] = useState<Latest<T>>({ value: null, error: null, isAsking: false });
  const current = useRef(question);
  const round = useRef(0);
  useEffect(() => {
    current.current = question;
  });
  const ask = useCallback(async (): Promise<void> => {
    round.current += 1;
    const mine = round.current;
    setTold((before) => ({ ...before, isAsking: true }));
    const answer = await answered(() => current.current());
    if (mine !== round.current) return;
    setTold((before) =>
      answer.ok
        ? { value: answer.value, error: null, isAsking: false }
        : { ...before, error: answer.error, isAsking: false },
    );
  }, []);
  return { told, ask };
}
