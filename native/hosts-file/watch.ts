// Notices when others change the hosts file: the system's notification as a hint, a slow look as the promise.

import { type FSWatcher, watch } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../../shared/log.ts';

const settleMs = 50;

export interface WatchOptions {
  readonly path: string;
  readonly lookEveryMs: number;
  readonly log: Logger;
  /** Given the bytes whenever they may be others than before. */
  readonly onLook: (bytes: Buffer) => void;
}

/** Looks again and again until disposed. */
export function watchFile(options: WatchOptions): AsyncDisposable {
  const stop = new AbortController();
  let hint = new AbortController();
  const watching = watchDirectory(options, () => hint.abort());

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      const bytes = await readFile(options.path).catch(() => null);
      if (bytes !== null && !stop.signal.aborted) options.onLook(bytes);
      await delay(options.lookEveryMs, undefined, { signal: AbortSignal.any([stop.signal, hint.signal]) }).catch(
        () => undefined,
      );
      hint = new AbortController();
      // Several notifications belong to one change; what comes while this waits is seen by the next look.
      await delay(settleMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      (await watching)?.close();
      await running;
    },
  };
}

/** The directory, not the file: a replaced file would take its watcher along. */
async function watchDirectory({ path: file, log }: WatchOptions, onHint: () => void): Promise<FSWatcher | null> {
  try {
    const real = await realpath(file);
    const watcher = watch(path.dirname(real), { persistent: false }, (_event, name) => {
      if (name === null || name === path.basename(real)) onHint();
    });
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch (error) {
    log.debug('the hosts file is only looked at now and then', { error });
    return null;
  }
}
