// What `stile sign-in` and `stile status` show of who has signed in; pure.

import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { SignInState, UserSignIn } from '../../shared/agent/sign-in.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { pairs, printable } from './table.ts';

export function signedInView(end: Extract<SignInState, { kind: 'verified' }>): readonly string[] {
  const groups = end.groups.length === 0 ? 'none' : end.groups.map((group) => printable(group)).join(', ');
  return pairs([
    ['signed in as', printable(end.subject)],
    ['groups', groups],
    ['until', end.until],
  ]);
}

/** One line for each user of whom there is something to say; none where nobody can sign in. */
export function signInLines({
  signInProviders,
  signIns,
}: Pick<AgentState, 'signInProviders' | 'signIns'>): readonly string[] {
  if (signIns.length > 0) return signIns.flatMap(userLines);
  return signInProviders.length === 0 ? [] : ['nobody: `stile sign-in` proves who you are'];
}

function userLines({ osUser, state, wanted }: UserSignIn): readonly string[] {
  const waits = wanted.length === 0 ? [] : [`${printable(osUser)}: wanted for ${wanted.map(printable).join(', ')}`];
  return [`${printable(osUser)}: ${stateText(state)}`, ...waits];
}

function stateText(state: SignInState): string {
  switch (state.kind) {
    case 'none':
      return state.lastFailure === null ? 'not signed in' : `not signed in: ${printable(state.lastFailure.message)}`;
    case 'waiting':
      return `the browser is waited for until ${state.until}`;
    case 'verified':
      return `${printable(state.subject)}, until ${state.until}`;
    default:
      return assertNever(state);
  }
}
