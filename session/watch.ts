// Rings when something appears in or goes from one of some directories, so that a new profile is noticed at once.

import { type FSWatcher, watch } from 'node:fs';

export interface DirectoryWatch extends Disposable {
  /**
   * Watches exactly these; one that cannot be watched is left to the next look. True if one is watched anew: what changed in
   * it before that has to be looked for.
   */
  use(directories: readonly string[]): boolean;
}

/** Tools write several files for one change. */
const gatherMs = 500;

export function watchDirectories(ring: () => void): DirectoryWatch {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | null = null;

  function gather(kind: string): void {
    // What changes inside of a file is the business of whoever has it open.
    if (kind !== 'rename') return;
    timer ??= setTimeout(() => {
      timer = null;
      ring();
    }, gatherMs);
  }

  function begin(directory: string): boolean {
    try {
      const watcher = watch(directory, { persistent: false }, gather);
      watcher.on('error', () => end(directory));
      watchers.set(directory, watcher);
      return true;
    } catch {
      // It is not there.
      return false;
    }
  }

  function end(directory: string): void {
    watchers.get(directory)?.close();
    watchers.delete(directory);
  }

  return {
    use(directories) {
      for (const directory of watchers.keys()) if (!directories.includes(directory)) end(directory);
      const missing = directories.filter((directory) => !watchers.has(directory));
      return missing.map(begin).includes(true);
    },
    [Symbol.dispose]() {
      if (timer !== null) clearTimeout(timer);
      for (const directory of [...watchers.keys()]) end(directory);
    },
  };
}
