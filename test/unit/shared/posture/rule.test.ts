// Which rules are understood, which are kept as unknown, and which an administrator may not write.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { report } from '../../../../shared/ems/report.ts';
import { authoredRule, rule, ruleTypes, understand } from '../../../../shared/posture/rule.ts';
import { authoredRuleSet, ruleSet, rulesIn } from '../../../../shared/posture/rule-set.ts';
import { verdict } from '../../../../shared/posture/verdict.ts';
import { someRule } from './samples.ts';

const common = { id: 3, os: 'linux', negated: false };
const understood: readonly Record<string, unknown>[] = [
  { type: 'os-version', comparator: '>=', content: 'Debian 12' },
  { type: 'file', path: '/etc/corp/managed' },
  { type: 'file', path: 'C:\\ProgramData\\corp.txt' },
  { type: 'running-process', content: 'clamd' },
  { type: 'ip-range', content: '10.0.0.0/8' },
  { type: 'security', content: 'firewall-enabled' },
  { type: 'security', content: 'disk-encryption-enabled' },
  { type: 'key-assurance', content: 'os-store' },
  { type: 'key-assurance', content: 'tpm', os: 'windows', negated: true },
  { type: 'user-identity', content: 'verified' },
  { type: 'user-identity', content: 'verified', account: 'ada@corp.test', os: 'macos', negated: true },
];
const notUnderstood: readonly Record<string, unknown>[] = [
  { type: 'made-up-later', depth: { of: 7 } },
  { type: 'os-version', comparator: '~', content: 'Debian 12' },
  { type: 'file', path: 'etc/passwd' },
  { type: 'file', path: '/etc/../etc/passwd' },
  { type: 'file', path: '/etc//passwd' },
  { type: 'file', path: '/etc/' },
  { type: 'file', path: `/${'x'.repeat(2_000)}` },
  { type: 'running-process', content: '/usr/bin/clamd' },
  { type: 'running-process', content: 'clamd', negated: true },
  { type: 'ip-range', content: '10.0.0.0/64' },
  { type: 'security', content: 'passcode' },
  { type: 'key-assurance', content: 'enclave' },
  { type: 'user-identity', service: 'Google', account: 'ada@corp.test' },
  { type: 'user-identity', content: 'enrolled' },
  { type: 'security', content: 'firewall-enabled', os: 'windows' },
  { type: 'file', path: '/etc/passwd', needs: ['hash'] },
  { type: 'ad-groups', content: 'staff' },
  { type: 'file', path: '/etc/passwd', os: 'beos' },
];

describe('a rule from the EMS', () => {
  for (const fields of understood) {
    test(`${JSON.stringify(fields)} is understood, and may be written`, () => {
      assert.notEqual(understand(someRule(fields)), null);
      assert.deepEqual(authoredRule.parse({ ...common, ...fields }), { ...common, ...fields });
    });
  }

  for (const fields of notUnderstood) {
    test(`${JSON.stringify(fields).slice(0, 80)} is kept as it came, and not judged`, () => {
      const kept = someRule(fields);
      assert.equal(understand(kept), null);
      if (!('needs' in fields)) assert.deepEqual(kept, { ...common, id: 1, ...fields });
    });
  }

  test('of every type of FortiClient EMS is read', () => {
    assert.equal(ruleTypes.length, 20);
    for (const type of ruleTypes) assert.equal(rule.parse({ ...common, type }).type, type);
  });

  test('without number, system, type or negation is no rule', () => {
    for (const field of ['id', 'os', 'type', 'negated']) {
      const whole = { ...common, type: 'file', path: '/a' };
      assert.equal(rule.safeParse({ ...whole, [field]: undefined }).success, false, field);
    }
  });
});

describe('a rule by an administrator', () => {
  const wrong: readonly Record<string, unknown>[] = [
    { type: 'made-up' },
    { type: 'file', path: 'relative' },
    { type: 'file', path: '/a', pth: '/b' },
    { type: 'running-process', content: 'clamd', negated: true },
    { type: 'os-version', comparator: '>=', content: 'Debian' },
    { type: 'ip-range', content: 'here' },
    { type: 'user-identity' },
    { type: 'user-identity', content: 'enrolled' },
    { type: 'user-identity', content: 'verified', service: 'Google' },
    { type: 'file', path: '/a', id: 0 },
  ];
  for (const fields of wrong) {
    test(`${JSON.stringify(fields)} is an error`, () => {
      assert.equal(authoredRule.safeParse({ ...common, ...fields }).success, false);
    });
  }

  test('of a type that no agent judges yet has the fields of FortiClient EMS', () => {
    const written = { ...common, type: 'registry-key', path: 'HKLM\\SOFTWARE\\Corp', os: 'windows' };
    assert.deepEqual(authoredRule.parse(written), written);
  });
});

describe('a rule set', () => {
  const set = (linux: unknown) => ({ id: 1, name: 'n', enabled: true, tag: 'corp', logic: { linux } });
  const nested = (depth: number): unknown => (depth === 0 ? { id: 1 } : { op: 'and', rules: [nested(depth - 1)] });

  test('names its rules, each once', () => {
    const logic = { op: 'and', rules: [{ id: 1 }, { op: 'or', rules: [{ id: 2 }, { id: 1 }] }] };
    const parsed = ruleSet.parse(set(logic)).logic.linux;
    assert.ok(parsed !== undefined);
    assert.deepEqual(rulesIn(parsed), [1, 2]);
  });

  test('may nest eight groups; deeper, or unreadable, it has no logic, and may not be written', () => {
    assert.deepEqual(ruleSet.parse(set(nested(8))).logic.linux, nested(8));
    const unreadable = [
      nested(9),
      nested(5_000),
      7,
      { id: 1 },
      { op: 'and', rules: [{ id: 1, op: 'and', rules: [] }] },
    ];
    for (const logic of unreadable) {
      assert.equal(ruleSet.parse(set(logic)).logic.linux, undefined);
      assert.equal(authoredRuleSet.safeParse(set(logic)).success, false);
    }
  });

  test('with an operator of a later release is read, but may not be written', () => {
    const logic = { op: 'at-least-two', rules: [{ id: 1 }] };
    assert.equal(ruleSet.parse(set(logic)).logic.linux?.op, 'unsupported');
    assert.equal(authoredRuleSet.safeParse(set(logic)).success, false);
  });
});

test('a verdict of a later release is read as unknown', () => {
  assert.equal(verdict.parse({ rule: 1, verdict: 'mostly', fact: null }).verdict, 'unknown');
});

test('JSON Schema can be made of the report, of rules and of sets', () => {
  for (const schema of [report, rule, ruleSet, authoredRule, authoredRuleSet]) {
    for (const io of ['input', 'output'] as const)
      assert.ok(JSON.stringify(z.toJSONSchema(schema, { io })).length > 100);
  }
});
