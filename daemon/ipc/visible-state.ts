// Decides what of the state a viewer may see; pure.

import type { AgentState } from '../../shared/agent/agent-state.ts';

/** Who looks at the state, as the kernel named them. */
export interface Viewer {
  readonly uid: number;
  readonly isAdministrator: boolean;
}

/** Who is connected to what right now, and with which certificate, and who has signed in, is for administrators, and for everybody of their own; the rest is of the machine. */
export function visibleState(state: AgentState, { uid, isAdministrator }: Viewer): AgentState {
  if (isAdministrator) return state;
  const isOwn = (each: { readonly uid: number }) => each.uid === uid;
  return {
    ...state,
    sessions: state.sessions.filter(isOwn),
    userCertificates: state.userCertificates.filter(isOwn),
    signIns: state.signIns.filter(isOwn),
  };
}
