// Verdicts → tags: which tags a device has earned on its system.

import type { TagName } from '../ids.ts';
import { logicOf, truthByRule, truthOf } from './logic.ts';
import type { OsName } from './rule.ts';
import type { RuleSet } from './rule-set.ts';
import type { Verdict } from './verdict.ts';

/** The tags of every set whose tree is satisfied; sorted, each once, however many sets give it. */
export function tagsOf(ruleSets: readonly RuleSet[], verdicts: readonly Verdict[], os: OsName): TagName[] {
  const truths = truthByRule(verdicts);
  const earned = ruleSets.filter((set) => {
    const logic = logicOf(set, os);
    return logic !== null && truthOf(logic, truths) === 'satisfied';
  });
  return [...new Set(earned.map((set) => set.tag))].sort();
}
