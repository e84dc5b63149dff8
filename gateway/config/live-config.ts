// Keeps the configuration in force: read at start, read again when the file changes; a bad file changes nothing.

import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError, hasCode, toWireError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';
import { parseConfig } from './parse.ts';
import type { GatewayConfig } from './schema.ts';

export interface LiveConfig extends AsyncDisposable {
  readonly current: GatewayConfig;
  /** `loaded …`, or why the file as it is now is not in force. */
  readonly outcome: string;
  /** Reads the file again; returns the outcome. Never throws: the old configuration stays. */
  reload(): Promise<string>;
}

/** Writing a file takes several changes. It is read so long after the first, not the last: beside a busy log there is no last. */
const settleMs = 150;

/** @throws AppError `config-invalid`, `config-unreadable` if there is no good configuration to begin with */
export async function openConfig(
  file: string,
  log: Logger,
  onLoaded: (config: GatewayConfig) => void,
): Promise<LiveConfig> {
  /** As it was read last, good or bad. */
  let text = await readText(file);
  let current = parseConfig(text, file);
  let outcome = 'loaded';
  let timer: NodeJS.Timeout | null = null;
  let queue = Promise.resolve(outcome);

  async function readAgain(force: boolean): Promise<string> {
    try {
      const found = await readText(file);
      if (found === text && !force) return outcome;
      text = found;
      current = parseConfig(found, file);
      outcome = 'loaded';
      log.info('the configuration was loaded', { file });
      onLoaded(current);
    } catch (error) {
      // Readable again it counts again, even if it says the same.
      if (hasCode(error, 'config-unreadable')) text = '';
      const before = outcome;
      outcome = `kept the previous one: ${toWireError(error).message}`;
      if (force || outcome !== before) log.error('the configuration was not loaded, the previous one stays', { error });
    }
    return outcome;
  }

  function queued(force: boolean): Promise<string> {
    queue = queue.then(() => readAgain(force));
    return queue;
  }

  // Editors replace files: the directory is watched, since a watch on the file would follow the old one.
  // Whatever changes there may be what the file's name leads to; equal text is not loaded again.
  const watcher = watch(path.dirname(file), () => {
    timer ??= setTimeout(() => {
      timer = null;
      void queued(false);
    }, settleMs);
  });
  watcher.on('error', (error) => log.warn('the configuration is no longer watched', { error }));

  return {
    get current() {
      return current;
    },
    get outcome() {
      return outcome;
    },
    reload: () => queued(true),
    async [Symbol.asyncDispose]() {
      watcher.close();
      if (timer !== null) clearTimeout(timer);
      await queue;
    },
  };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new AppError('config-unreadable', { path: file }, { cause });
  }
}
