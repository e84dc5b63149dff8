// The current GuiState, outside of React: the latest that the shell told, for every part that shows some of it.

import type { GuiState } from '../shared/shell/gui-state.ts';
import type { StileBridge } from '../shared/shell/shell-contract.ts';

export interface Store {
  /** Null until the shell has told the first. */
  readonly current: () => GuiState | null;
  /** Returns what ends it. */
  readonly subscribe: (changed: () => void) => () => void;
}

/** Listens for as long as the document lives: the window is made anew each time it is opened. */
export function openStore(bridge: Pick<StileBridge, 'onGui'>): Store {
  let latest: GuiState | null = null;
  const listeners = new Set<() => void>();
  bridge.onGui((state) => {
    latest = state;
    for (const changed of listeners) changed();
  });
  return {
    current: () => latest,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}
