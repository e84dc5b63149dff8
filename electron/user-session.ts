// Keeps the user's own certificate where their browsers look, for as long as the shell runs.

import { setTimeout as delay } from 'node:timers/promises';
import type { AgentContract } from '../shared/agent/agent-contract.ts';
import { hasCode } from '../shared/errors/app-error.ts';
import type { Logger } from '../shared/log.ts';
import type { LocalClient } from '../shared/node/local-socket/client.ts';

export interface KeepUserSessionOptions {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Settles when the agent was there once: before, there is nothing to do. */
  readonly agentSeen: Promise<void>;
  readonly connect: (signal: AbortSignal) => Promise<LocalClient<AgentContract>>;
  readonly log: Logger;
}

/** `stile session` in a terminal does the same work, and the user may end it. */
const whileBusyMs = 60_000;
const afterTroubleMs = 5 * 60_000;

/** Runs until the signal fires. Beside `stile session` of the same user it waits: what that holds is claimed. */
export async function keepUserSession(options: KeepUserSessionOptions, signal: AbortSignal): Promise<void> {
  const { log, platform, environment, connect } = options;
  await options.agentSeen;
  while (!signal.aborted) {
    let waitMs = afterTroubleMs;
    try {
      // Not earlier: it brings the keyrings' and stores' libraries along.
      const { userSession } = await import('../session/user-session.ts');
      await userSession({ platform, environment, connect, log, onReport: () => undefined }, signal);
    } catch (error) {
      if (hasCode(error, 'directory-busy')) waitMs = whileBusyMs;
      else log.warn("the user's certificate is not looked after", { error });
    }
    await delay(waitMs, undefined, { signal }).catch(() => undefined);
  }
}
