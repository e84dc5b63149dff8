// The sign-in of whoever sits in front of the shell, out of all that the agent tells an administrator.

import type { AgentState } from '../agent/agent-state.ts';
import type { UserSignIn } from '../agent/sign-in.ts';
import type { GuiState } from './gui-state.ts';

/** Null: there is nothing to say of it. */
export function ownSignInOf({ signIns }: AgentState, { user }: Pick<GuiState['person'], 'user'>): UserSignIn | null {
  return signIns.find(({ osUser }) => osUser === user) ?? null;
}

/** What waits for this person to sign in, by the names that people know; nothing while nothing does. */
export function wantedNames(agent: AgentState, person: Pick<GuiState['person'], 'user'>): readonly string[] {
  const names = new Map(agent.destinations.map(({ destination: { host, port, name } }) => [`${host}:${port}`, name]));
  return (ownSignInOf(agent, person)?.wanted ?? []).map((place) => names.get(place) ?? place);
}
