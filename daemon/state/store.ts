// Holds the current state and tells subscribers of every change, as whole snapshots, once a turn.

import type { AgentState } from '../../shared/agent/agent-state.ts';
import { type AgentEvent, initialState, reduce } from './reduce.ts';

export interface Store {
  readonly current: AgentState;
  apply(event: AgentEvent): void;
  /** Calls back with the newest snapshot after changes. Returns what ends it. */
  subscribe(listener: (state: AgentState) => void): () => void;
}

export function makeStore(agentVersion: string): Store {
  let state = initialState(agentVersion);
  let isTelling = false;
  const listeners = new Set<(state: AgentState) => void>();

  function tell(): void {
    isTelling = false;
    for (const listener of listeners) listener(state);
  }

  return {
    get current() {
      return state;
    },
    apply(event) {
      state = reduce(state, event);
      if (isTelling) return;
      isTelling = true;
      setImmediate(tell);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
