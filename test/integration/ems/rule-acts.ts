// The verbs about rules that change something: given what they can do, and asked for what cannot be done.

import { ruleId } from '../../../shared/ids.ts';
import type { TestEms } from '../../doubles/running-ems.ts';
import type { Act, RefusedAct } from './administrator-acts.ts';

const rule = { id: 7, os: 'linux', type: 'file', negated: false, path: '/etc/managed' } as const;
const ruleSet = { id: 3, name: 'Managed', enabled: true, tag: 'managed' } as const;
const logic = (id: number) => ({ linux: { op: 'and' as const, rules: [{ id }] } });

export function allowedActsOnRules({ admin }: TestEms): readonly Act[] {
  return [
    { verb: 'putRule', action: 'rules put', target: '7', run: () => admin.call('putRule', { rule }) },
    {
      verb: 'putRuleSet',
      action: 'rules put-set',
      target: '3',
      run: () => admin.call('putRuleSet', { ruleSet: { ...ruleSet, logic: logic(7) } }),
    },
    {
      verb: 'removeRuleSet',
      action: 'rules remove-set',
      target: '3',
      run: () => admin.call('removeRuleSet', { id: 3 }),
    },
    {
      verb: 'removeRule',
      action: 'rules remove',
      target: '7',
      run: () => admin.call('removeRule', { id: ruleId.parse(7) }),
    },
  ];
}

export function refusedActsOnRules({ admin }: TestEms): readonly RefusedAct[] {
  return [
    {
      verb: 'putRuleSet',
      action: 'rules put-set',
      target: '3',
      says: /no rule 99 for linux/,
      run: () => admin.call('putRuleSet', { ruleSet: { ...ruleSet, logic: logic(99) } }),
    },
    {
      verb: 'removeRuleSet',
      action: 'rules remove-set',
      target: '4',
      says: /no rule set 4/,
      run: () => admin.call('removeRuleSet', { id: 4 }),
    },
    {
      verb: 'removeRule',
      action: 'rules remove',
      target: '99',
      says: /no rule 99/,
      run: () => admin.call('removeRule', { id: ruleId.parse(99) }),
    },
  ];
}
