// The tray's way to sign in: there while somebody could, and by itself where only one way is offered.

import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { Person } from '../../shared/shell/gui-state.ts';
import { ownSignInOf, wantedNames } from '../../shared/shell/own-sign-in.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import type { Words } from '../../shared/words/words.ts';
import type { MenuItem } from './tray-view.ts';

export function signInItems(agent: AgentState, person: Person, words: Words['tray']): readonly MenuItem[] {
  const kind = ownSignInOf(agent, person)?.state.kind ?? 'none';
  const [only, ...others] = agent.signInProviders;
  if (agent.enrollment.kind !== 'enrolled' || only === undefined || kind !== 'none') return [];
  const [wanted] = wantedNames(agent, person);
  const label = wanted === undefined ? words.signInHere : words.signInFor(shownText(wanted, 64));
  const action =
    others.length === 0
      ? ({ kind: 'sign-in', provider: only.id } as const)
      : ({ kind: 'open-window', page: 'overview' } as const);
  return [{ kind: 'action', label, action }];
}
