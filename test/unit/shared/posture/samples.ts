// Rules, facts and sets for tests, as they come over the wire.

import type { RuleId, TagName } from '../../../../shared/ids.ts';
import { ruleId, tagName } from '../../../../shared/ids.ts';
import { type Fact, fact } from '../../../../shared/posture/fact.ts';
import { type Rule, rule } from '../../../../shared/posture/rule.ts';
import { type RuleSet, ruleSet } from '../../../../shared/posture/rule-set.ts';
import type { Verdict } from '../../../../shared/posture/verdict.ts';

/** A rule on Linux, not negated, with these fields. */
export function someRule(fields: Record<string, unknown>): Rule {
  return rule.parse({ id: 1, os: 'linux', negated: false, ...fields });
}

/** A rule that asks for a file. */
export function fileRule(id: number, path: string, negated = false): Rule {
  return someRule({ id, type: 'file', path, negated });
}

/** A fresh fact with this value. */
export function known(name: string, value: Record<string, unknown>, ageMs = 0): Fact {
  return fact.parse({ fact: name, value: { kind: name.replace(/:.*$/, ''), ...value }, ageMs });
}

/** A fact that nobody could tell. */
export function unknownFact(name: string, reason: string): Fact {
  return fact.parse({ fact: name, unknown: true, reason, ageMs: 0 });
}

export function id(number: number): RuleId {
  return ruleId.parse(number);
}

export function tag(name: string): TagName {
  return tagName.parse(name);
}

/** A set that gives `tagged` on Linux where this logic holds. */
export function someSet(tagged: string, logic: unknown, fields: Record<string, unknown> = {}): RuleSet {
  return ruleSet.parse({ id: 1, name: tagged, enabled: true, tag: tagged, logic: { linux: logic }, ...fields });
}

/** A verdict on a rule. */
export function judged(rule: number, verdict: Verdict['verdict']): Verdict {
  return { rule: id(rule), verdict, fact: null };
}
