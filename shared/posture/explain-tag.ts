// Why a device has a tag or lacks it: the rules that decide, the device's own fact, what helps. Never a rule's values.

import type { RuleId, TagName } from '../ids.ts';
import type { UnknownReason } from './fact.ts';
import type { FactName } from './fact-name.ts';
import { isUnderstood } from './features.ts';
import { logicOf, type Truth, truthByRule, truthOf } from './logic.ts';
import type { OsName, Rule } from './rule.ts';
import type { LogicGroup, LogicNode, RuleSet } from './rule-set.ts';
import type { Verdict } from './verdict.ts';

/** One rule on the way to a tag; `remedy` is empty where the administrator gave none. */
export interface ExplainedRule {
  readonly rule: RuleId;
  readonly title: string;
  readonly fact: FactName | null;
  readonly verdict: Truth;
  readonly reason: UnknownReason | null;
  readonly remedy: string;
}

/** One rule that keeps a tag away. */
export interface TagObstacle extends ExplainedRule {
  readonly verdict: Exclude<Truth, 'satisfied'>;
}

export type TagExplanation =
  /** By the rules; the satisfied ones of every tree that is. */
  | { readonly kind: 'held'; readonly carriers: readonly ExplainedRule[] }
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
  return tagExplainer(ruleSets, rules, verdicts, os).explain(tag);
}

export interface TagExplainer {
  /** The tags that a rule set could give on this system, each once. */
  readonly offered: readonly TagName[];
  explain(tag: TagName): TagExplanation;
}

/** The same for many tags. */
export function tagExplainer(
  ruleSets: readonly RuleSet[],
  rules: readonly Rule[],
  verdicts: readonly Verdict[],
  os: OsName,
): TagExplainer {
  const trees = treesByTag(ruleSets, os);
  const truths = truthByRule(verdicts);
  const rulesHere = new Map(rules.filter((rule) => rule.os === os).map((rule) => [rule.id, rule]));
  const verdictOf = new Map(verdicts.map((verdict) => [verdict.rule, verdict]));

  function explained(id: RuleId): Omit<ExplainedRule, 'verdict'> {
    const rule = rulesHere.get(id);
    const verdict = verdictOf.get(id);
    return {
      rule: id,
      title: rule?.title ?? `rule ${id}${rule === undefined ? '' : ` (${rule.type})`}`,
      fact: verdict?.fact ?? null,
      reason: verdict === undefined ? 'not-collected' : (verdict.reason ?? null),
      remedy: rule?.remedy ?? '',
    };
  }

  return {
    offered: [...trees.keys()],
    explain(tag) {
      const ofTag = trees.get(tag);
      if (ofTag === undefined) return { kind: 'not-offered' };
      const carrying = new Set(ofTag.flatMap((tree) => carriersIn(tree, truths)));
      if (carrying.size > 0)
        return { kind: 'held', carriers: [...carrying].map((id) => ({ ...explained(id), verdict: 'satisfied' })) };
      const blocking = new Set(ofTag.flatMap((tree) => blockersIn(tree, truths)));
      const obstacles = [...blocking].map((id) => ({
        ...explained(id),
        verdict: truths.get(id) === 'unsatisfied' ? ('unsatisfied' as const) : ('unknown' as const),
      }));
      return { kind: 'kept-away', obstacles };
    },
  };
}

function treesByTag(ruleSets: readonly RuleSet[], os: OsName): ReadonlyMap<TagName, readonly LogicGroup[]> {
  const trees = new Map<TagName, LogicGroup[]>();
  for (const set of ruleSets) {
    const logic = logicOf(set, os);
    if (logic !== null) trees.set(set.tag, [...(trees.get(set.tag) ?? []), logic]);
  }
  return trees;
}

/** The rules by which a place is true: none where it is not. A true place always rests on a rule. */
function carriersIn(node: LogicNode, truths: ReadonlyMap<RuleId, Truth>): RuleId[] {
  if (truthOf(node, truths) !== 'satisfied') return [];
  return node.op === undefined ? [node.id] : node.rules.flatMap((place) => carriersIn(place, truths));
}

/** The rules that keep a place from being true: of a group, those of each place that is not true itself. */
function blockersIn(node: LogicNode, truths: ReadonlyMap<RuleId, Truth>): RuleId[] {
  if (!isUnderstood(node.needs) || truthOf(node, truths) === 'satisfied') return [];
  return node.op === undefined ? [node.id] : node.rules.flatMap((place) => blockersIn(place, truths));
}
