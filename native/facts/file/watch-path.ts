// Follows one path, there or not, by watching the nearest folder above it that exists.

import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import { type Look, lookAt } from './look.ts';

/**
 * Calls `onChange` whenever something at the path may have appeared, gone or been replaced. Folders on the way may come and go:
 * the watch moves to the nearest one there is, at an event at once and otherwise every `checkMs`. A folder that cannot be
 * watched (no inotify watch left, not readable, of another machine, not answering) is left to whoever polls.
 */
export function watchPath(file: string, checkMs: number, onChange: () => void, look: Look = lookAt): AsyncDisposable {
  let armed: Armed | null = null;
  let closed = false;
  let isArming = false;
  let mustLookAgain = false;

  /** While a look is under way, one more is enough, however often it is asked for. */
  async function arm(): Promise<void> {
    mustLookAgain = true;
    if (isArming) return;
    isArming = true;
    while (mustLookAgain && !closed) {
      mustLookAgain = false;
      const folder = await nearestFolder(file, look);
      if (closed || (folder?.path === armed?.folder.path && folder?.identity === armed?.folder.identity)) continue;
      armed?.watcher?.close();
      armed = folder === null ? null : open(folder);
      onChange();
      // What changed between the look and the watch sent no event.
      if (armed !== null) mustLookAgain = true;
    }
    isArming = false;
  }

  /** Null if the folder cannot be watched now; that is tried again. */
  function open(folder: Folder): Armed | null {
    if (folder.isRemote) return { watcher: null, folder };
    try {
      const next = nextSegment(folder.path, file);
      const watcher = watch(folder.path, { persistent: false }, (event, name) => {
        // 'change' is about content and mode; existence changes by 'rename'. The folder's own end comes under its own name.
        if (event !== 'rename' || (name !== null && name !== next && name !== path.basename(folder.path))) return;
        void arm();
        if (!closed) onChange();
      });
      watcher.on('error', () => {
        watcher.close();
        if (armed?.watcher === watcher) armed = null;
      });
      return { watcher, folder };
    } catch {
      return null;
    }
  }

  void arm();
  const timer = setInterval(() => void arm(), checkMs);
  timer.unref();
  return {
    async [Symbol.asyncDispose]() {
      closed = true;
      clearInterval(timer);
      armed?.watcher?.close();
    },
  };
}

interface Folder {
  readonly path: string;
  readonly identity: string;
  readonly isRemote: boolean;
}

interface Armed {
  /** Null where no event would come. */
  readonly watcher: FSWatcher | null;
  readonly folder: Folder;
}

/** Null if there is none, and never an answer while one on the way does not answer. */
async function nearestFolder(file: string, look: Look): Promise<Folder | null> {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const found = await look(folder).catch(() => null);
    if (found?.isFolder) return { path: folder, identity: found.identity, isRemote: found.isRemote };
    if (folder === path.dirname(folder)) return null;
  }
}

/** The name in the folder that leads to the file. */
function nextSegment(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep)[0] ?? '';
}
