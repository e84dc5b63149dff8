// Follows the agent's state and waits for it to become what a story expects.

import { type AgentContract, agentContract } from '../../../shared/agent/agent-contract.ts';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { connectLocal, type LocalClient } from '../../../shared/node/local-socket/client.ts';

export interface WatchedAgent extends AsyncDisposable {
  readonly client: LocalClient<AgentContract>;
  /** The latest state; waits for the first. */
  state(): Promise<AgentState>;
  /**
   * Waits until the state yields a value.
   * @param what what is waited for, for the error's text
   */
  until<T>(what: string, look: (state: AgentState) => T | null, withinMs?: number): Promise<T>;
}

const usualPatienceMs = 20_000;

export async function watchAgent(socket: string, signal: AbortSignal): Promise<WatchedAgent> {
  const client = await connectLocal(agentContract, socket, { signal });
  async function until<T>(what: string, look: (state: AgentState) => T | null, withinMs = usualPatienceMs): Promise<T> {
    const timeout = AbortSignal.timeout(withinMs);
    const either = AbortSignal.any([signal, timeout]);
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const giveUp = () =>
      reject(signal.aborted ? signal.reason : new Error(`waited ${withinMs / 1000} s in vain for ${what}`));
    either.addEventListener('abort', giveUp, { once: true });
    if (either.aborted) giveUp();
    const stop = client.on('state', (state) => {
      const found = look(state);
      if (found !== null) resolve(found);
    });
    try {
      return await promise;
    } finally {
      stop();
      either.removeEventListener('abort', giveUp);
    }
  }
  return {
    client,
    until,
    state: () => until('the first state', (state) => state),
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}
