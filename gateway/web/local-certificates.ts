// Keeps the server certificates that the file names: read at start and again when their files change.

import { X509Certificate } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import type { Logger } from '../../shared/log.ts';
import type { LocalCertificate } from '../config/web-schema.ts';
import type { Pair } from './tls-contexts.ts';

export interface LocalCertificates extends AsyncDisposable {
  /** Null: there was never a good pair of that name. */
  pairOf(name: string): Pair | null;
  /** Puts other files in force; resolves when they were read. */
  configure(certificates: readonly LocalCertificate[]): Promise<void>;
}

/** Certificate and key are replaced one after the other: they are read so long after the first change. */
const settleMs = 200;

/** @param onChange told when a pair has changed */
export function keepLocalCertificates(log: Logger, onChange: () => void): LocalCertificates {
  const pairs = new Map<string, Pair>();
  let wanted: readonly LocalCertificate[] = [];
  let watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | null = null;
  let queue: Promise<void> = Promise.resolve();

  async function readAll(): Promise<void> {
    let hasChanged = false;
    for (const entry of wanted) {
      const pair = await readPair(entry).catch((error: unknown) => {
        const kept = pairs.has(entry.name) ? 'the previous one stays' : "the gateway's own stands in";
        log.error('a server certificate cannot be used', { name: entry.name, kept, error });
        return null;
      });
      const known = pairs.get(entry.name);
      if (pair === null || (known?.key === pair.key && known.cert === pair.cert)) continue;
      pairs.set(entry.name, pair);
      hasChanged = true;
      const { subjectAltName, validTo } = new X509Certificate(pair.cert);
      log.info('a server certificate is in force', { name: entry.name, names: subjectAltName, validTo });
    }
    if (hasChanged) onChange();
  }

  function readAgain(): Promise<void> {
    queue = queue.then(readAll).catch((error: unknown) => log.error('reading certificates failed', { error }));
    return queue;
  }

  function watchAll(): void {
    for (const watcher of watchers) watcher.close();
    const folders = new Set(wanted.flatMap((entry) => [entry.certificate, entry['private-key']]).map(path.dirname));
    watchers = [...folders].flatMap((folder) => {
      try {
        // Files are replaced, also by way of links: the folder is watched.
        const watcher = watch(folder, () => {
          timer ??= setTimeout(() => {
            timer = null;
            void readAgain();
          }, settleMs);
        });
        watcher.on('error', (error) => log.warn('certificates are no longer watched', { folder, error }));
        return [watcher];
      } catch (error) {
        log.warn('certificates are not watched', { folder, error });
        return [];
      }
    });
  }

  return {
    pairOf: (name) => pairs.get(name) ?? null,
    configure(certificates) {
      wanted = certificates;
      for (const name of pairs.keys()) if (!wanted.some((entry) => entry.name === name)) pairs.delete(name);
      watchAll();
      return readAgain();
    },
    async [Symbol.asyncDispose]() {
      for (const watcher of watchers) watcher.close();
      if (timer !== null) clearTimeout(timer);
      await queue;
    },
  };
}

/** @throws what is wrong with the files, or with the two together */
async function readPair(entry: LocalCertificate): Promise<Pair> {
  const cert = await readFile(entry.certificate, 'utf8');
  const key = await readFile(entry['private-key'], 'utf8');
  // OpenSSL says if they do not belong together.
  createSecureContext({ cert, key });
  return { cert, key };
}
