// What the overview says of its person's sign-in, and what they can do about it; pure.

import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { Failure } from '../../shared/agent/failure.ts';
import type { Person } from '../../shared/shell/gui-state.ts';
import { ownSignInOf, wantedNames } from '../../shared/shell/own-sign-in.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import { listOf } from '../../shared/words/format.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Words } from '../../shared/words/words.ts';

export type SignInView =
  | {
      readonly kind: 'offered';
      readonly sentence: string;
      readonly buttons: readonly { readonly provider: string; readonly label: string }[];
      readonly failure: Failure | null;
    }
  | { readonly kind: 'waiting'; readonly until: string }
  | { readonly kind: 'verified'; readonly subject: string; readonly groups: string; readonly until: string };

/** Null where the organisation has nobody sign in. */
export function signInView(agent: AgentState, person: Person, words: Words, language: Language): SignInView | null {
  const own = ownSignInOf(agent, person);
  const state = own?.state ?? { kind: 'none', lastFailure: null };
  if (state.kind === 'waiting') return { kind: 'waiting', until: state.until };
  if (state.kind === 'verified') {
    const groups = state.groups.map((group) => shownText(group, 100));
    return {
      kind: 'verified',
      subject: shownText(state.subject, 200),
      groups: groups.length === 0 ? words.signIn.noGroups : listOf(language, groups),
      until: state.until,
    };
  }
  if (agent.signInProviders.length === 0) return null;
  const wanted = wantedNames(agent, person).map((name) => shownText(name, 100));
  return {
    kind: 'offered',
    sentence: wanted.length === 0 ? words.signIn.nobody : words.signIn.wanted(listOf(language, wanted)),
    buttons: buttonsOf(agent, words),
    failure: state.lastFailure,
  };
}

/** One way needs no name. */
function buttonsOf({ signInProviders }: AgentState, { signIn }: Words) {
  return signInProviders.map(({ id, title }) => ({
    provider: id,
    label: signInProviders.length === 1 ? signIn.button : signIn.buttonBy(shownText(title, 60)),
  }));
}
