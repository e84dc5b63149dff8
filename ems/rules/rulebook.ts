// Reads the rules and rule sets in force.

import { rule } from '../../shared/posture/rule.ts';
import { ruleSet } from '../../shared/posture/rule-set.ts';
import type { Rulebook } from '../posture/decide.ts';
import type { Queries } from '../store/database.ts';

export async function readRulebook(queries: Queries): Promise<Rulebook> {
  const rules = await queries.selectFrom('rules').selectAll().orderBy('id').execute();
  const sets = await queries.selectFrom('rule_sets').selectAll().orderBy('id').execute();
  return {
    rules: rules.map((row) => rule.parse(JSON.parse(row.body))),
    ruleSets: sets.map((row) => ruleSet.parse(JSON.parse(row.body))),
  };
}
