// Every tag with why the device has it or lacks it; pure.

import type { AgentState, TagReason } from '../../shared/agent/agent-state.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Words } from '../../shared/words/words.ts';
import { type RuleRow, ruleRow } from './rule-row.ts';

export interface TagView {
  readonly tag: string;
  readonly isHeld: boolean;
  /** What stands above the rules, or in their place. */
  readonly because: string;
  readonly rows: readonly RuleRow[];
  /** The administrator's sentence for who lacks it. */
  readonly message: string | null;
}

/** Those that are missing first, because people look for these; each by name. */
export function tagViews(agent: AgentState, words: Words, language: Language): readonly TagView[] {
  const told = new Set<string>(agent.tagReasons.map(({ tag }) => tag));
  const untold = agent.tags.filter((tag) => !told.has(tag)).map((tag) => givenTag(tag, words));
  const views = agent.tagReasons.map((reason) => tagView(reason, agent, words, language));
  return [...untold, ...views].sort((a, b) => Number(a.isHeld) - Number(b.isHeld) || a.tag.localeCompare(b.tag));
}

function tagView(reason: TagReason, agent: AgentState, words: Words, language: Language): TagView {
  const message = reason.isHeld || reason.message === null ? '' : shownText(reason.message);
  return {
    tag: reason.tag,
    isHeld: reason.isHeld,
    because: becauseOf(reason, words),
    rows: reason.rules.map((each) => ruleRow(each, agent.posture, words, language)),
    message: message === '' ? null : message,
  };
}

function becauseOf({ isHeld, rules }: TagReason, { tags }: Words): string {
  if (rules.length === 0) return isHeld ? tags.given : tags.withheld;
  return isHeld ? tags.because : tags.inTheWay;
}

/** Held, and the agent has not told why: so the EMS gave it. */
function givenTag(tag: string, { tags }: Words): TagView {
  return { tag, isHeld: true, because: tags.given, rows: [], message: null };
}
