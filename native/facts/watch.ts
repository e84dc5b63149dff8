// Tells which facts may have changed: file system events for files, bounded polling for everything else and besides.

import { setTimeout as sleep } from 'node:timers/promises';
import { type FactName, readFactName } from '../../shared/posture/fact-name.ts';
import type { CollectedFact } from './facts.ts';
import { watchPath } from './file/watch-path.ts';

export interface WatchTimes {
  /** Between two looks at running processes, for which no event exists. */
  readonly processPollMs: number;
  /** Between two looks at anything else; files too, since network file systems and renamed ancestors send no event. */
  readonly pollMs: number;
  /** Changes within this time are told once. */
  readonly debounceMs: number;
}

type Collect = (name: FactName, signal: AbortSignal) => Promise<CollectedFact>;

/** Watches until disposed. Polling compares readings itself, so that `onChange` is called for changes only. */
export function watchFacts(
  names: readonly FactName[],
  collect: Collect,
  onChange: (name: FactName) => void,
  times: WatchTimes,
): AsyncDisposable {
  const stop = new AbortController();
  const pending = new Set<FactName>();
  let timer: NodeJS.Timeout | null = null;
  const tell = (name: FactName): void => {
    if (stop.signal.aborted) return;
    pending.add(name);
    timer ??= setTimeout(() => {
      timer = null;
      const changed = [...pending];
      pending.clear();
      for (const one of changed) onChange(one);
    }, times.debounceMs);
  };

  const watched = [...new Set(names)];
  const isProcess = (name: FactName): boolean => readFactName(name).kind === 'running-process';
  const polls = [
    poll(watched.filter(isProcess), times.processPollMs, collect, tell, stop.signal),
    poll(
      watched.filter((name) => !isProcess(name)),
      times.pollMs,
      collect,
      tell,
      stop.signal,
    ),
  ];
  const files = watched.flatMap((name) => {
    const named = readFactName(name);
    return named.kind === 'file' ? [watchPath(named.path, times.pollMs, () => tell(name))] : [];
  });
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      if (timer !== null) clearTimeout(timer);
      await Promise.all([...polls, ...files.map((file) => file[Symbol.asyncDispose]())]);
    },
  };
}

async function poll(
  names: readonly FactName[],
  everyMs: number,
  collect: Collect,
  tell: (name: FactName) => void,
  signal: AbortSignal,
): Promise<void> {
  if (names.length === 0) return;
  const before = new Map<FactName, string>();
  while (!signal.aborted) {
    await Promise.all(
      names.map(async (name) => {
        const reading = JSON.stringify((await collect(name, signal)).reading);
        if (before.get(name) !== reading) tell(name);
        before.set(name, reading);
      }),
    );
    await untilAborted(everyMs, signal);
  }
}

async function untilAborted(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    // Aborted: the loop's own condition ends it.
  }
}
