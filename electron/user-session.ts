// Keeps the user's own certificate where their browsers look, for as long as the shell runs.

import { setTimeout as delay } from 'node:timers/promises';
import type { UserSessionOptions } from '../session/user-session.ts';
import { hasCode } from '../shared/errors/app-error.ts';
import type { Logger } from '../shared/log.ts';

export interface KeepUserSessionOptions {
  /** Settles when the agent was there once: before, there is nothing to do. */
  readonly agentSeen: Promise<void>;
  /** Does the work until the signal fires. */
  readonly session: (signal: AbortSignal) => Promise<void>;
  readonly log: Logger;
  /** Replaced only in tests. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** `stile session` in a terminal does the same work, and its user may end it. */
const whileBusyMs = 60_000;
const afterTroubleMs = 5 * 60_000;

/** Runs until the signal fires. Beside `stile session` of the same user it waits: whoever works has claimed the directory. */
export async function keepUserSession(options: KeepUserSessionOptions, signal: AbortSignal): Promise<void> {
  const { pause = waitFor } = options;
  await options.agentSeen;
  while (!signal.aborted) {
    let waitMs = afterTroubleMs;
    try {
      await options.session(signal);
    } catch (error) {
      if (hasCode(error, 'directory-busy')) waitMs = whileBusyMs;
      else options.log.warn("the user's certificate is not looked after", { error });
    }
    await pause(waitMs, signal);
  }
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** The session of the user whom this process belongs to. Loaded when it begins: it brings the keyrings' and stores' libraries along. */
export function sessionOfThisUser(options: Omit<UserSessionOptions, 'onReport'>): KeepUserSessionOptions['session'] {
  return async (signal) => {
    const { userSession } = await import('../session/user-session.ts');
    await userSession({ ...options, onReport: () => undefined }, signal);
  };
}
