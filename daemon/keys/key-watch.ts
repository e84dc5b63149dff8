// Notices that a key in the TPM cannot be used, says why, and asks for a new process once that could use it.

import { setTimeout as sleep } from 'node:timers/promises';
import type { BackoffShape } from '../../shared/backoff.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { isTpmKey } from '../../shared/node/x509/tpm-key.ts';
import type { World } from '../world.ts';
import { performHere } from './key-task.ts';
import { keyWarning, keyWarningCode } from './key-warning.ts';

/** Looking is cheap while nothing is wrong; each look at a TPM that fails is a process. */
const looks: BackoffShape = { firstMs: 1_000, longestMs: 60_000 };

/** A process whose way to the TPM broke does not find it again: OpenSSL opened it once, at start. */
export function watchTpmKey({ saved, store, keys, relaunch, log }: World): AsyncDisposable {
  const stop = new AbortController();
  let failures = 0;

  async function look(): Promise<void> {
    const pem = saved.current.identity?.key ?? saved.lockedKey;
    if (pem === null || !isTpmKey(pem)) return;
    // Connected means signed; the warning of a renewal that found no TPM is the renewal's to take back.
    if (store.current.ems.kind === 'connected' || (await worksHere(pem))) return show(null);
    const why = await keys.whyUnusable(pem);
    if (stop.signal.aborted) return;
    if (why === null) {
      log.warn('the TPM answers a new process only; starting anew');
      relaunch();
      return;
    }
    show(why);
  }

  function show(why: string | null): void {
    if (why === null && failures === 0) return;
    if (why !== null && failures === 0) log.error('the machine key cannot be used', { why });
    failures = why === null ? 0 : failures + 1;
    const error = why === null ? null : new AppError(keyWarningCode, { why });
    store.apply({ kind: 'warning', code: keyWarningCode, warning: keyWarning(error, 'high') });
  }

  async function lookOn(): Promise<void> {
    while (!stop.signal.aborted) {
      await sleep(Math.min(looks.longestMs, looks.firstMs * 2 ** Math.min(failures, 10)), undefined, {
        signal: stop.signal,
      });
      await look();
    }
  }

  const looking = lookOn().catch((error: unknown) => {
    if (!stop.signal.aborted) log.error('the machine key is not watched any more', { error });
  });
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await looking;
    },
  };
}

async function worksHere(pem: string): Promise<boolean> {
  try {
    await performHere({ kind: 'try', pem });
    return true;
  } catch {
    return false;
  }
}
