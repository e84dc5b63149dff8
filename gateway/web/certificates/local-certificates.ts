// Keeps the server certificates that the file names: read at start and again when their files change.

import { X509Certificate } from 'node:crypto';
import { type FSWatcher, readFileSync, watch } from 'node:fs';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import type { Logger } from '../../../shared/log.ts';
import type { LocalCertificate } from '../../config/web-schema.ts';
import type { Pair } from './tls-contexts.ts';

export interface LocalCertificates extends Disposable {
  /** Null: there was never a good pair of that name. */
  pairOf(name: string): Pair | null;
  /** Puts other files in force, which are read before this returns: no client may see the wrong certificate meanwhile. */
  configure(certificates: readonly LocalCertificate[]): void;
}

/** Certificate and key are replaced one after the other: they are read so long after the first change. */
const settleMs = 200;

/** @param onChange told when a pair has changed */
export function keepLocalCertificates(log: Logger, onChange: () => void): LocalCertificates {
  const pairs = new Map<string, Pair>();
  let wanted: readonly LocalCertificate[] = [];
  let watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | null = null;

  function readAll(): void {
    let hasChanged = false;
    for (const entry of wanted) {
      const pair = usable(entry);
      const known = pairs.get(entry.name);
      if (pair === null || (known?.key === pair.key && known.cert === pair.cert)) continue;
      pairs.set(entry.name, pair);
      hasChanged = true;
      const { subjectAltName, validTo } = new X509Certificate(pair.cert);
      log.info('a server certificate is in force', { name: entry.name, names: subjectAltName, validTo });
    }
    if (hasChanged) onChange();
  }

  function usable(entry: LocalCertificate): Pair | null {
    try {
      return readPair(entry);
    } catch (error) {
      const instead = pairs.has(entry.name) ? 'the previous one' : "the gateway's own";
      log.error('a server certificate cannot be used', { name: entry.name, instead, error });
      return null;
    }
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
            readAll();
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
      readAll();
    },
    [Symbol.dispose]() {
      for (const watcher of watchers) watcher.close();
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** @throws what is wrong with the files, or with the two together */
function readPair(entry: LocalCertificate): Pair {
  const cert = readFileSync(entry.certificate, 'utf8');
  const key = readFileSync(entry['private-key'], 'utf8');
  // OpenSSL says if they do not belong together.
  createSecureContext({ cert, key });
  return { cert, key };
}
