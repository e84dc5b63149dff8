// Why a device has its tags and lacks others, as shell and CLI are told.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tagReasons } from '../../../../daemon/explain/tag-reasons.ts';
import { tagReason } from '../../../../shared/agent/agent-state.ts';
import type { RuleSet } from '../../../../shared/posture/rule-set.ts';
import { fileRule, judged, someRule, someSet, tag } from '../../shared/posture/samples.ts';

const secret = '10.9.8.0/24';
const rules = [
  fileRule(1, '/etc/managed'),
  someRule({ id: 2, type: 'ip-range', content: secret, title: 'At the office', remedy: 'Go to the office.' }),
  someRule({ id: 3, type: 'running-process', content: 'scanner', title: 'Scanner runs' }),
];
const any = (...ids: number[]) => ({ op: 'or', rules: ids.map((id) => ({ id })) });
const all = (...ids: number[]) => ({ op: 'and', rules: ids.map((id) => ({ id })) });
const verdicts = [
  judged(1, 'satisfied'),
  judged(2, 'unsatisfied'),
  { ...judged(3, 'unknown'), reason: 'timed-out' as const },
];

/** What the rule sets say, what the EMS decided, and what is told: held or not, by rules or given, and which rules. */
const rows: readonly (readonly [string, RuleSet[], readonly string[], readonly unknown[]])[] = [
  ['a held tag rests on the satisfied rules', [someSet('corp', any(1, 2))], ['corp'], [true, 'rules', [1]]],
  ['a missing one on those in the way', [someSet('corp', all(1, 2, 3))], [], [false, 'rules', [2, 3]]],
  [
    'of two sets the one that carries it counts',
    [someSet('corp', all(2)), someSet('corp', all(1))],
    ['corp'],
    [true, 'rules', [1]],
  ],
  ['what no set names is given', [], ['corp'], [true, 'given', []]],
  ['what a set of another system names is given', [someSet('corp', undefined)], ['corp'], [true, 'given', []]],
  [
    'what a set that is switched off names is given',
    [someSet('corp', all(1), { enabled: false })],
    ['corp'],
    [true, 'given', []],
  ],
  ['the EMS took it although the rules hold', [someSet('corp', all(1))], [], [false, 'rules', []]],
  ['the EMS has not heard yet that a rule fails', [someSet('corp', all(2))], ['corp'], [true, 'rules', []]],
];

for (const [what, ruleSets, held, expected] of rows)
  test(what, () => {
    const [reason, ...more] = tagReasons({ rules, ruleSets, messages: {} }, held.map(tag), verdicts, 'linux');
    assert.deepEqual([reason?.isHeld, reason?.basis, reason?.rules.map(({ rule }) => rule)], expected);
    assert.deepEqual(more, []);
  });

test('a rule is told by title, fact, verdict, reason and remedy, never by its values; the message comes along', () => {
  const [reason] = tagReasons(
    { rules, ruleSets: [someSet('corp', all(2, 3))], messages: { corp: 'Only from the office.' } },
    [],
    verdicts,
    'linux',
  );
  assert.deepEqual(tagReason.parse(reason), reason);
  assert.deepEqual(reason, {
    tag: 'corp',
    isHeld: false,
    basis: 'rules',
    rules: [
      {
        rule: 2,
        title: 'At the office',
        fact: null,
        verdict: 'unsatisfied',
        reason: null,
        remedy: 'Go to the office.',
      },
      { rule: 3, title: 'Scanner runs', fact: null, verdict: 'unknown', reason: 'timed-out', remedy: '' },
    ],
    message: 'Only from the office.',
  });
});

test('tags come by name, those of a set and those that are given; before any profile, those that are held', () => {
  const ruleSets = [someSet('z', all(1)), someSet('b', all(2))];
  const names = (profile: Parameters<typeof tagReasons>[0]) =>
    tagReasons(profile, [tag('z'), tag('given')], verdicts, 'linux').map((each) => each.tag);
  assert.deepEqual(names({ rules, ruleSets, messages: {} }), ['b', 'given', 'z']);
  assert.deepEqual(names(null), ['given', 'z']);
});

test('a tag that is called like what every object has is explained like any other', () => {
  const [reason] = tagReasons({ rules, ruleSets: [], messages: {} }, [tag('constructor')], [], 'linux');
  assert.equal(reason?.message, null);
});

test('however many sets share rules with long remedies, what is told fits into a snapshot', () => {
  const many = Array.from({ length: 250 }, (_, index) =>
    someRule({ id: index + 1, type: 'running-process', content: 'x', remedy: 'y'.repeat(1_000) }),
  );
  const ruleSets = Array.from({ length: 200 }, (_, index) => someSet(`t${index}`, all(...many.map(({ id }) => id))));
  const reasons = tagReasons({ rules: many, ruleSets, messages: {} }, [], [], 'linux');
  assert.equal(reasons.length, 200);
  assert.ok(JSON.stringify(reasons).length < 3_000_000);
});
