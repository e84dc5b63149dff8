// Gives every part of a page the state and the two clients, without handing them down by hand.

import { createContext, useContext, useSyncExternalStore } from 'react';
import type { GuiState } from '../shared/shell/gui-state.ts';
import type { StileBridge } from '../shared/shell/shell-contract.ts';
import type { Store } from './store.ts';

export interface Shell {
  readonly bridge: Pick<StileBridge, 'agent' | 'shell'>;
  readonly store: Store;
}

export const ShellContext = createContext<Shell | null>(null);

export function useBridge(): Shell['bridge'] {
  return useShell().bridge;
}

/** Null until the shell has told its first state. */
export function useGuiOrNothing(): GuiState | null {
  const { store } = useShell();
  return useSyncExternalStore(store.subscribe, store.current);
}

/** For what is shown only once there is a state: all but the very first frame. */
export function useGui(): GuiState {
  const gui = useGuiOrNothing();
  if (gui === null) throw new Error('the shell has told no state yet');
  return gui;
}

function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === null) throw new Error('this part stands outside of the app');
  return shell;
}
