// Decides a device's tags from its facts, with the same evaluator the device uses; pure.

import type { OsFamily } from '../../shared/ems/inventory.ts';
import { type RuleId, type TagName, tagName } from '../../shared/ids.ts';
import { disagreements } from '../../shared/posture/disagreements.ts';
import { evaluateRules } from '../../shared/posture/evaluate.ts';
import type { Fact } from '../../shared/posture/fact.ts';
import type { Rule } from '../../shared/posture/rule.ts';
import type { RuleSet } from '../../shared/posture/rule-set.ts';
import { tagsOf } from '../../shared/posture/tags.ts';
import type { Verdict } from '../../shared/posture/verdict.ts';

/** Every registered device has it (FortiClient EMS: built-in tag). */
export const builtInTag: TagName = tagName.parse('all_registered_clients');

export interface Rulebook {
  readonly rules: readonly Rule[];
  readonly ruleSets: readonly RuleSet[];
}

/** The tags that these facts earn, and the rules on which the device's own verdicts differ. */
export function decideTags(
  book: Rulebook,
  os: OsFamily,
  facts: readonly Fact[],
  reported: readonly Verdict[],
): { readonly tags: readonly TagName[]; readonly disagreements: readonly RuleId[] } {
  const verdicts = evaluateRules(book.rules, facts, os);
  const tags = [...new Set([builtInTag, ...tagsOf(book.ruleSets, verdicts, os)])].sort();
  return { tags, disagreements: disagreements(reported, verdicts) };
}
