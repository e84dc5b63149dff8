// Every rule with what it came to, and the facts that no rule looks at; pure.

import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Words } from '../../shared/words/words.ts';
import { factText, factTitle } from './facts.ts';
import { type RuleRow, ruleRow, seenAt } from './rule-row.ts';

export interface FactRow {
  readonly key: string;
  readonly title: string;
  readonly text: string;
  readonly seenAt: string | null;
}

export interface PostureView {
  /** What is not met comes first, then what is not known; within that as the rules are numbered. */
  readonly rules: readonly RuleRow[];
  readonly met: number;
  readonly otherFacts: readonly FactRow[];
}

export function postureView({ posture }: AgentState, words: Words, language: Language): PostureView {
  const told = posture.verdicts.map((verdict) => {
    const rule = posture.rules.find(({ id }) => id === verdict.rule);
    return { ...verdict, reason: verdict.reason ?? null, title: rule?.title ?? '', remedy: rule?.remedy ?? '' };
  });
  const used = new Set(told.map(({ fact }) => fact));
  return {
    rules: told
      .toSorted((a, b) => order[a.verdict] - order[b.verdict] || a.rule - b.rule)
      .map((each) => ruleRow(each, posture, words, language)),
    met: metCount({ posture }),
    otherFacts: posture.facts
      .filter(({ fact }) => !used.has(fact))
      .map((fact) => ({
        key: fact.fact,
        title: factTitle(fact.fact, words),
        text: factText(fact, words, language),
        seenAt: seenAt(fact, posture),
      })),
  };
}

/** What a check came to, in one sentence. */
export function checkedText({ posture }: Pick<AgentState, 'posture'>, { verdicts }: Words): string {
  const unmet = posture.verdicts.length - metCount({ posture });
  return unmet === 0 ? verdicts.checkedAll : verdicts.checked(unmet);
}

const order = { unsatisfied: 0, unknown: 1, satisfied: 2 } as const;

function metCount({ posture }: Pick<AgentState, 'posture'>): number {
  return posture.verdicts.filter(({ verdict }) => verdict === 'satisfied').length;
}
