// Why a device lacks a tag: the rules in the way, the device's own fact, what helps. Never a rule's values.

import type { RuleId, TagName } from '../ids.ts';
import type { UnknownReason } from './fact.ts';
import type { FactName } from './fact-name.ts';
import { isUnderstood } from './features.ts';
import { logicOf, type Truth, truthByRule, truthOf } from './logic.ts';
import type { OsName, Rule } from './rule.ts';
import type { LogicNode, RuleSet } from './rule-set.ts';
import type { Verdict } from './verdict.ts';

/** One rule that keeps a tag away. */
export interface TagObstacle {
  readonly tag: TagName;
  readonly rule: RuleId;
  readonly title: string;
  readonly fact: FactName | null;
  readonly verdict: 'unsatisfied' | 'unknown';
  readonly reason: UnknownReason | null;
  readonly remedy: string;
}

export type TagExplanation =
  | { readonly kind: 'held' }
  /** No rule set that is switched on gives this tag on this system. */
  | { readonly kind: 'not-offered' }
  /** Removing these obstacles earns the tag; none where the logic itself cannot be read, or has no rules. */
  | { readonly kind: 'kept-away'; readonly obstacles: readonly TagObstacle[] };

/** Explains one tag by the profile's rules and the latest verdicts. */
export function explainTag(
  tag: TagName,
  ruleSets: readonly RuleSet[],
  rules: readonly Rule[],
  verdicts: readonly Verdict[],
  os: OsName,
): TagExplanation {
  const trees = ruleSets
    .filter((set) => set.tag === tag)
    .map((set) => logicOf(set, os))
    .filter((logic) => logic !== null);
  if (trees.length === 0) return { kind: 'not-offered' };
  const truths = truthByRule(verdicts);
  if (trees.some((tree) => truthOf(tree, truths) === 'satisfied')) return { kind: 'held' };
  const blocking = new Set(trees.flatMap((tree) => blockersIn(tree, truths)));
  return { kind: 'kept-away', obstacles: [...blocking].map((id) => obstacleOf(tag, id, rules, verdicts, os)) };
}

/** The rules that keep a place from being true: of a group, those of each place that is not true itself. */
function blockersIn(node: LogicNode, truths: ReadonlyMap<RuleId, Truth>): RuleId[] {
  if (!isUnderstood(node.needs) || truthOf(node, truths) === 'satisfied') return [];
  return node.op === undefined ? [node.id] : node.rules.flatMap((place) => blockersIn(place, truths));
}

function obstacleOf(
  tag: TagName,
  id: RuleId,
  rules: readonly Rule[],
  verdicts: readonly Verdict[],
  os: OsName,
): TagObstacle {
  const rule = rules.find((candidate) => candidate.id === id && candidate.os === os);
  const verdict = verdicts.find((candidate) => candidate.rule === id);
  return {
    tag,
    rule: id,
    title: rule?.title ?? `rule ${id}${rule === undefined ? '' : ` (${rule.type})`}`,
    fact: verdict?.fact ?? null,
    verdict: verdict?.verdict === 'unsatisfied' ? 'unsatisfied' : 'unknown',
    reason: verdict === undefined ? 'not-collected' : (verdict.reason ?? null),
    remedy: rule?.remedy ?? 'Ask your administrator what this rule needs.',
  };
}
