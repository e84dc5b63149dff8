// The rules of the organisation whose fleet is simulated: as many as a careful one has.

import type { EmsAdminContract } from '../../shared/ems/admin-contract.ts';
import type { LocalClient } from '../../shared/node/local-socket/client.ts';
import { type AuthoredRule, authoredRule } from '../../shared/posture/rule.ts';
import { authoredRuleSet } from '../../shared/posture/rule-set.ts';

const ruleCount = 20;
const rulesInSet = 4;

/** Twenty rules, and five sets with a tag each. */
export async function putRules(ems: LocalClient<EmsAdminContract>): Promise<void> {
  for (let id = 1; id <= ruleCount; id += 1) await ems.call('putRule', { rule: ruleAt(id) });
  for (let id = 1; id <= ruleCount / rulesInSet; id += 1) {
    const rules = Array.from({ length: rulesInSet }, (_, at) => ({ id: (id - 1) * rulesInSet + at + 1 }));
    const ruleSet = authoredRuleSet.parse({
      id,
      name: `set ${id}`,
      enabled: true,
      tag: `tag-${id}`,
      logic: { linux: { op: 'and', rules } },
    });
    await ems.call('putRuleSet', { ruleSet });
  }
}

/** Turns the first rule round: every device loses its first tag. */
export async function turnFirstRule(ems: LocalClient<EmsAdminContract>): Promise<void> {
  await ems.call('putRule', { rule: ruleAt(1, true) });
}

function ruleAt(id: number, negated = false): AuthoredRule {
  const common = { id, os: 'linux', negated, title: `what rule ${id} asks for` };
  if (id <= 10) return authoredRule.parse({ ...common, type: 'file', path: `/etc/corp/${id}` });
  if (id <= 18) return authoredRule.parse({ ...common, type: 'running-process', content: `guard-${id}` });
  if (id === 19) return authoredRule.parse({ ...common, type: 'ip-range', content: '10.0.0.0/8' });
  return authoredRule.parse({ ...common, type: 'os-version', comparator: '>=', content: 'Debian 12' });
}
