// Notices that a key in the TPM cannot be used, says why, and asks for a new process once that could use it.

import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { isTpmKey } from '../../shared/node/x509/tpm-key.ts';
import type { World } from '../world.ts';
import { performHere } from './key-task.ts';
import { keyWarning, keyWarningCode } from './key-warning.ts';

const times = {
  /** How often it is asked whether anything points at the key; costs nothing. */
  glanceMs: 1_000,
  /** A key that signed a moment ago is not what keeps the EMS away. */
  contentMs: 10_000,
  /** Each look at a TPM that fails is a process: so long after the first, doubling to the longest. */
  firstMs: 2_000,
  longestMs: 60_000,
};
/** Reports come more often, unless an administrator wants them rarer. */
const silentMs = 150_000;

type WatchedWorld = Pick<World, 'saved' | 'store' | 'keys' | 'relaunch' | 'clock' | 'log'>;

/** A process whose way to the TPM broke does not find it again: OpenSSL opened it once, at start. */
export function watchTpmKey(
  { saved, store, keys, relaunch, clock, log }: WatchedWorld,
  { glanceMs, contentMs, firstMs, longestMs } = times,
): AsyncDisposable {
  const stop = new AbortController();
  let failures = 0;

  /** Returns how long to wait before the next look. */
  async function look(): Promise<number> {
    const pem = saved.current.identity?.key ?? saved.lockedKey;
    if (pem === null || !isTpmKey(pem) || !isSuspect(store.current, clock.now())) {
      show(null);
      return glanceMs;
    }
    if (await worksHere(pem)) {
      show(null);
      return contentMs;
    }
    const why = await keys.whyUnusable(pem);
    if (why === null && !stop.signal.aborted) {
      log.warn('the TPM answers a new process only; starting anew');
      relaunch();
    }
    show(why);
    return Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 10));
  }

  function show(why: string | null): void {
    if (stop.signal.aborted || (why === null && failures === 0)) return;
    if (why !== null && failures === 0) log.error('the machine key cannot be used', { why });
    failures = why === null ? 0 : failures + 1;
    const error = why === null ? null : new AppError(keyWarningCode, { why });
    store.apply({ kind: 'warning', code: keyWarningCode, warning: keyWarning(error, 'high') });
  }

  async function lookOn(): Promise<void> {
    for (let waitMs = glanceMs; !stop.signal.aborted; waitMs = await look())
      await sleep(waitMs, undefined, { signal: stop.signal });
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

/** Something that needs the key does not come about. */
function isSuspect({ ems, gateways }: AgentState, now: number): boolean {
  if (ems.kind !== 'connected' || gateways.some(({ link }) => link.kind === 'failing')) return true;
  return ems.lastReport !== null && now - Date.parse(ems.lastReport) > silentMs;
}

async function worksHere(pem: string): Promise<boolean> {
  try {
    await performHere({ kind: 'try', pem });
    return true;
  } catch {
    return false;
  }
}
