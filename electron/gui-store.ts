// Holds GuiState: parts change one by one, and those who look are told at most ten times a second.

import type { GuiState } from '../shared/shell/gui-state.ts';
import { coalesce } from './coalesce.ts';

export interface GuiStore extends Disposable {
  readonly current: GuiState;
  change(part: Partial<GuiState>): void;
  /** Tells every later state, those in a flood left out. Returns what ends it. */
  onChange(listener: (state: GuiState) => void): () => void;
}

/** Faster than this nobody reads. */
const everyMs = 100;

export function makeGuiStore(first: GuiState): GuiStore {
  let current = first;
  const listeners = new Set<(state: GuiState) => void>();
  const tell = coalesce(() => {
    for (const listener of listeners) listener(current);
  }, everyMs);
  return {
    get current() {
      return current;
    },
    change(part) {
      current = { ...current, ...part };
      tell();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    [Symbol.dispose]: () => tell[Symbol.dispose](),
  };
}
