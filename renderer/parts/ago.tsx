// A moment as how long ago it is (or how long yet), kept true while it is looked at.

import { type ReactNode, useSyncExternalStore } from 'react';
import { moment, relativeTime } from '../../shared/words/format.ts';
import { useLanguage } from '../use-words.ts';

const tickMs = 10_000;

export function Ago({ at }: { readonly at: string }): ReactNode {
  const language = useLanguage();
  const now = useNow();
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={moment(language, at)}>
      {Number.isNaN(ms) ? at : relativeTime(language, ms - now)}
    </time>
  );
}

/** The clock in steps of ten seconds, one for the whole window; it stands while nobody can see it. */
export function useNow(): number {
  return useSyncExternalStore(watch, read);
}

let shown = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

function read(): number {
  // A part that is shown after a pause starts with the time as it is.
  if (timer === null) shown = Math.max(shown, Math.floor(Date.now() / tickMs) * tickMs);
  return shown;
}

function tick(): void {
  if (document.hidden) return;
  shown = Date.now();
  for (const changed of listeners) changed();
}

function watch(changed: () => void): () => void {
  listeners.add(changed);
  if (timer === null) {
    timer = setInterval(tick, tickMs);
    document.addEventListener('visibilitychange', tick);
  }
  return () => {
    listeners.delete(changed);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
    document.removeEventListener('visibilitychange', tick);
  };
}
