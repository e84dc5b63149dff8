// One rule as a line for people: its title, the device's own fact, what it came to, when that was seen, what to do; pure.

import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { Fact, UnknownReason } from '../../shared/posture/fact.ts';
import type { FactName } from '../../shared/posture/fact-name.ts';
import type { Verdict } from '../../shared/posture/verdict.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Words } from '../../shared/words/words.ts';
import { factText, factTitle, unknownText } from './facts.ts';
import { type Tone, toneOfVerdict } from './tone.ts';

export interface RuleRow {
  readonly key: string;
  readonly title: string;
  readonly tone: Tone;
  readonly verdict: string;
  /** `Firewall: off …`; never what the rule wants. */
  readonly fact: string;
  /** When somebody last looked; null where there was nothing to look at. */
  readonly seenAt: string | null;
  /** Null where nothing is to be done. */
  readonly remedy: string | null;
}

/** A rule as the state tells of it, on its own or on the way to a tag. */
export interface ToldRule {
  readonly rule: number;
  readonly title: string;
  readonly fact: FactName | null;
  readonly verdict: Verdict['verdict'];
  readonly reason: UnknownReason | null;
  readonly remedy: string;
}

export function ruleRow(told: ToldRule, posture: AgentState['posture'], words: Words, language: Language): RuleRow {
  const fact = told.fact === null ? undefined : posture.facts.find((each) => each.fact === told.fact);
  const title = shownText(told.title);
  const remedy = shownText(told.remedy);
  return {
    key: String(told.rule),
    title: title === '' ? words.verdicts.untitled(told.rule) : title,
    tone: toneOfVerdict[told.verdict],
    verdict: words.verdicts.names[told.verdict],
    fact: factLine(told, fact, words, language),
    seenAt: fact === undefined ? null : seenAt(fact, posture),
    remedy: told.verdict === 'satisfied' || remedy === '' ? null : remedy,
  };
}

/** Ages are as of the moment when the facts were put together. */
export function seenAt(fact: Fact, { observedAt }: Pick<AgentState['posture'], 'observedAt'>): string | null {
  const at = observedAt === null ? Number.NaN : Date.parse(observedAt) - fact.ageMs;
  return Number.isNaN(new Date(at).getTime()) ? null : new Date(at).toISOString();
}

function factLine(told: ToldRule, fact: Fact | undefined, words: Words, language: Language): string {
  if (told.fact === null) return words.verdicts.noFact;
  const title = factTitle(told.fact, words);
  if (fact !== undefined) return `${title}: ${factText(fact, words, language)}`;
  return `${title}: ${unknownText(told.reason ?? 'not-collected', words)}`;
}
