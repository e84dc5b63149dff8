// That a connection waits for its person to sign in; worth telling, since it waits two minutes. Pure.

import type { GuiState } from '../../shared/shell/gui-state.ts';
import { wantedNames } from '../../shared/shell/own-sign-in.ts';
import type { Condition } from './conditions.ts';

export function signInConditions({ link, person }: GuiState): readonly Condition[] {
  if (link.kind !== 'connected') return [];
  const [first, ...others] = wantedNames(link.agent, person);
  if (first === undefined) return [];
  return [
    {
      key: 'sign-in',
      topic: 'access',
      afterMs: 0,
      what: { kind: 'sign-in-wanted', destinations: [first, ...others].slice(0, 16) },
    },
  ];
}
