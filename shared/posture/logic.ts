// Three-valued and/or over the verdicts of rules; unknown is never true.

import type { RuleId } from '../ids.ts';
import { isUnderstood } from './features.ts';
import type { OsName } from './rule.ts';
import type { LogicGroup, LogicNode, RuleSet } from './rule-set.ts';
import type { Verdict } from './verdict.ts';

export type Truth = Verdict['verdict'];

/** The verdict on each rule. A rule judged twice counts as unknown unless both times it came to the same. */
export function truthByRule(verdicts: readonly Verdict[]): Map<RuleId, Truth> {
  const truths = new Map<RuleId, Truth>();
  for (const { rule, verdict } of verdicts) {
    truths.set(rule, (truths.get(rule) ?? verdict) === verdict ? verdict : 'unknown');
  }
  return truths;
}

/** The tree a set has for this system; null where the set gives nothing: switched off, not understood, or without tree. */
export function logicOf(set: RuleSet, os: OsName): LogicGroup | null {
  return set.enabled && isUnderstood(set.needs) ? (set.logic[os] ?? null) : null;
}

/**
 * What a place in the tree comes to. A rule without verdict, an operator or a feature of a later release are unknown; an
 * empty group is unsatisfied, so that a set without rules gives its tag to nobody.
 */
export function truthOf(node: LogicNode, truths: ReadonlyMap<RuleId, Truth>): Truth {
  if (!isUnderstood(node.needs)) return 'unknown';
  if (node.op === undefined) return truths.get(node.id) ?? 'unknown';
  if (node.op === 'unsupported') return 'unknown';
  if (node.rules.length === 0) return 'unsatisfied';
  const places = node.rules.map((place) => truthOf(place, truths));
  // The value that decides the whole group alone; without it, unknown wins over the rest.
  const decisive: Truth = node.op === 'and' ? 'unsatisfied' : 'satisfied';
  if (places.includes(decisive)) return decisive;
  if (places.includes('unknown')) return 'unknown';
  return node.op === 'and' ? 'satisfied' : 'unsatisfied';
}
