// Follows one path, there or not, by watching the nearest folder above it that exists.

import { type FSWatcher, statSync, watch } from 'node:fs';
import path from 'node:path';

/**
 * Calls `onChange` whenever something at the path may have appeared, gone or been replaced. Folders on the way may come and go:
 * the watch moves to the nearest one there is, at an event at once and otherwise every `checkMs`. A folder that cannot be
 * watched (no inotify watch left, not readable) is left to whoever polls.
 */
export function watchPath(file: string, checkMs: number, onChange: () => void): AsyncDisposable {
  let armed: Armed | null = null;
  let closed = false;

  const arm = (): void => {
    if (closed) return;
    const folder = nearestFolder(file);
    if (folder?.path === armed?.folder.path && folder?.identity === armed?.folder.identity) return;
    armed?.watcher.close();
    armed = folder === null ? null : open(folder);
    onChange();
    // What appeared between the look and the watch sent no event.
    if (armed !== null && nearestFolder(file)?.path !== armed.folder.path) arm();
  };
  const open = (folder: Folder): Armed | null => {
    try {
      const next = nextSegment(folder.path, file);
      const watcher = watch(folder.path, { persistent: false }, (event, name) => {
        // 'change' is about content and mode; existence changes by 'rename'. The folder's own end comes under its own name.
        if (event !== 'rename' || (name !== null && name !== next && name !== path.basename(folder.path))) return;
        arm();
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
  };

  arm();
  const timer = setInterval(arm, checkMs);
  timer.unref();
  return {
    async [Symbol.asyncDispose]() {
      closed = true;
      clearInterval(timer);
      armed?.watcher.close();
    },
  };
}

interface Folder {
  readonly path: string;
  /** Device and inode: another folder may have taken the same path. */
  readonly identity: string;
}

interface Armed {
  readonly watcher: FSWatcher;
  readonly folder: Folder;
}

/** Synchronous, so that nothing of ours happens between the look and the watch. */
function nearestFolder(file: string): Folder | null {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const found = identityOf(folder);
    if (found !== null) return { path: folder, identity: found };
    if (folder === path.dirname(folder)) return null;
  }
}

function identityOf(folder: string): string | null {
  try {
    const found = statSync(folder);
    return found.isDirectory() ? `${found.dev}:${found.ino}` : null;
  } catch {
    return null;
  }
}

/** The name in the folder that leads to the file. */
function nextSegment(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep)[0] ?? '';
}
