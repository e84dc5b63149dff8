// Which users of this machine the daemon could name to somebody.

import type { LocalUsers } from '../../native/local-users/local-users.ts';
import type { AgentState } from '../../shared/agent/agent-state.ts';

/** @param asks who asks, by name */
export async function peopleKnown(state: AgentState, users: LocalUsers, asks: string): Promise<readonly string[]> {
  const here = await users.withSession();
  const named = [...state.sessions, ...state.userCertificates].map(({ osUser }) => osUser);
  const enrolledBy = state.enrollment.kind === 'enrolled' ? [state.enrollment.enrolledBy] : [];
  const withSession = here.kind === 'known' ? here.users.map(({ name }) => name) : [];
  return [...new Set([asks, ...named, ...enrolledBy, ...withSession])];
}
