// What a page shows, fetched when it opens and whenever the EMS has changed.

import { useEffect, useState } from 'react';
import { type Trouble, troubleOf } from '../api/trouble.ts';
import { useLive } from './live.tsx';

export type Fetched<T> =
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed'; readonly trouble: Trouble }
  /** `at` is the clock of this machine when it came. */
  | { readonly kind: 'ready'; readonly value: T; readonly at: number };

/** @param key says what is fetched; `load` may be another function each time */
export function useData<T>(key: string, load: () => Promise<T>): Fetched<T> {
  const { tick } = useLive();
  const [fetched, setFetched] = useState<Fetched<T>>({ kind: 'asking' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what `load` fetches is named by the key
  useEffect(() => {
    let isOver = false;
    load().then(
      (value) => !isOver && setFetched({ kind: 'ready', value, at: Date.now() }),
      (error: unknown) => !isOver && setFetched({ kind: 'failed', trouble: troubleOf(error) }),
    );
    return () => {
      isOver = true;
    };
  }, [key, tick]);
  return fetched;
}
