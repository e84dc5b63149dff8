// Changes rules and rule sets; what would leave a set without one of its rules is refused.

import { AppError } from '../../shared/errors/app-error.ts';
import type { AuthoredRule } from '../../shared/posture/rule.ts';
import { type AuthoredRuleSet, type RuleSet, rulesIn } from '../../shared/posture/rule-set.ts';
import type { Queries } from '../store/database.ts';
import { nextRulesRevision } from '../store/state.ts';
import { readRulebook } from './rulebook.ts';

export async function putRule(queries: Queries, rule: AuthoredRule): Promise<void> {
  await put(queries, 'rules', rule.id, rule);
}

/** @throws AppError `thing-unknown`; `command-invalid` while a rule set uses it */
export async function removeRule(queries: Queries, id: number): Promise<void> {
  const { ruleSets } = await readRulebook(queries);
  const user = ruleSets.find((set) => rulesOf(set).some((rule) => rule === id));
  if (user !== undefined)
    throw new AppError('command-invalid', {
      command: 'rules remove',
      why: `rule set ${user.id} uses rule ${id}; take it out of that set first`,
    });
  await remove(queries, 'rules', 'rule', id);
}

/** @throws AppError `command-invalid` if its logic names a rule that is not there, or one of another system */
export async function putRuleSet(queries: Queries, set: AuthoredRuleSet): Promise<void> {
  const { rules } = await readRulebook(queries);
  for (const [os, logic] of Object.entries(set.logic)) {
    if (logic === undefined) continue;
    const wrong = rulesIn(logic).find((id) => !rules.some((rule) => rule.id === id && rule.os === os));
    if (wrong !== undefined)
      throw new AppError('command-invalid', {
        command: 'rules put-set',
        why: `there is no rule ${wrong} for ${os}; put that rule first`,
      });
  }
  await put(queries, 'rule_sets', set.id, set);
}

/** @throws AppError `thing-unknown` */
export async function removeRuleSet(queries: Queries, id: number): Promise<void> {
  await remove(queries, 'rule_sets', 'rule set', id);
}

function rulesOf(set: RuleSet): readonly number[] {
  return Object.values(set.logic).flatMap((logic) => (logic === undefined ? [] : rulesIn(logic)));
}

async function put(queries: Queries, table: 'rules' | 'rule_sets', id: number, value: unknown): Promise<void> {
  const body = JSON.stringify(value);
  await queries
    .insertInto(table)
    .values({ id, body })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ body }))
    .execute();
  await nextRulesRevision(queries);
}

async function remove(queries: Queries, table: 'rules' | 'rule_sets', kind: string, id: number): Promise<void> {
  const done = await queries.deleteFrom(table).where('id', '=', id).returning('id').executeTakeFirst();
  if (done === undefined) throw new AppError('thing-unknown', { kind, id, list: 'rules' });
  await nextRulesRevision(queries);
}
