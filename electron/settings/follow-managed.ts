// Hands what the agent says is managed to the preferences; while the agent is away, what it said last holds.

import type { Logger } from '../../shared/log.ts';
import type { GuiState } from '../../shared/shell/gui-state.ts';
import type { GuiStore } from '../gui-store.ts';
import type { Preferences } from './preferences.ts';

/** Until disposed. */
export function followManaged(store: GuiStore, preferences: Pick<Preferences, 'manage'>, log: Logger): Disposable {
  function look({ link }: Pick<GuiState, 'link'>): void {
    if (link.kind !== 'connected') return;
    preferences
      .manage(link.agent.managed.shell)
      .catch((error: unknown) => log.warn('managed settings were not taken over', { error }));
  }
  look(store.current);
  const end = store.onChange(look);
  return { [Symbol.dispose]: () => void end() };
}
