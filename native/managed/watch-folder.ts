// Says when the contents of a folder may have changed: the system's events as a hint, a slow look as the promise.

import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';

const settleMs = 100;

/** The folder may come and go. Several events that belong together are told once. */
export function watchFolder(folder: string, lookEveryMs: number, onChange: () => void): AsyncDisposable {
  let watcher: FSWatcher | null = null;
  let settling: NodeJS.Timeout | null = null;

  function hint(): void {
    settling ??= setTimeout(() => {
      settling = null;
      onChange();
    }, settleMs);
  }

  function drop(): void {
    watcher?.close();
    watcher = null;
  }

  function arm(): void {
    try {
      watcher = watch(folder, { persistent: false }, (_event, name) => {
        hint();
        // Its own end comes under its own name, and what comes after it in this place is another folder.
        if (name === null || name === path.basename(folder)) drop();
      });
      watcher.on('error', drop);
    } catch {
      // It is not there yet, or cannot be watched: the slow look is left.
      watcher = null;
    }
  }

  arm();
  const timer = setInterval(() => {
    if (watcher === null) arm();
    onChange();
  }, lookEveryMs);
  timer.unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      if (settling !== null) clearTimeout(settling);
      drop();
    },
  };
}
