// Why a destination is out of reach: sentence, rules, steps, for each way in which it can be so.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyView } from '../../../../renderer/views/why.ts';
import { explanation } from '../../../../shared/agent/why.ts';
import { words } from '../../../../shared/words/words.ts';
import { agentWith, denialOf } from '../../../doubles/gui-states.ts';

const own = words.en.destinations.explanation;
const plain = {
  destination: 'files.corp.test:22',
  access: 'denied',
  summary: 'the agent’s own sentence',
  name: { kind: 'published', address: '127.235.0.1', port: 22, hosts: true },
  lastDenial: null,
  tags: ['managed'],
  obstacles: [],
  messages: [],
  next: [],
};
const obstacle = {
  tag: 'compliant',
  rule: 7,
  title: 'Disk is\u202E encrypted',
  fact: 'disk-encryption',
  verdict: 'unsatisfied',
  reason: null,
  remedy: 'Turn it <b>on</b>.',
};
const facts = [
  { fact: 'disk-encryption', value: { kind: 'disk-encryption', encrypted: false, plain: ['/'] }, ageMs: 1 },
];

function whyWith(
  over: Readonly<Record<string, unknown>>,
  agent = agentWith({ posture: { ...agentWith().posture, facts } }),
) {
  return whyView(explanation.parse({ ...plain, ...over }), agent, words.en, 'en');
}

const missing = denialOf('files.corp.test:22', ['compliant', 'managed']);
const busy = denialOf('files.corp.test:22', [], { code: '094', retry: true });
const forbidden = denialOf('files.corp.test:22', [], { code: '061', policy: 'deny <all>' });
const id = missing.denial.requestId;

const rows: readonly (readonly [
  name: string,
  over: Readonly<Record<string, unknown>>,
  sentence: string,
  steps: readonly string[],
])[] = [
  [
    'a rule is in the way',
    { lastDenial: missing, obstacles: [obstacle] },
    own.missing('compliant'),
    [own.steps.remedy],
  ],
  ['a tag is missing that no rule gives', { lastDenial: missing }, own.missing('compliant'), [own.steps.tell(id)]],
  [
    'asking again can help',
    { lastDenial: busy },
    words.en.denials.why['094'],
    [own.steps.again, own.steps.diagnostics],
  ],
  ['a policy says no', { lastDenial: forbidden }, words.en.denials.why['061'], [own.steps.tell(id)]],
  [
    'its name is not published',
    { name: { kind: 'refused', why: 'reserved' } },
    'Name not published. The name is one that is never led elsewhere.',
    [words.en.destinations.refusedNext.reserved],
  ],
  ['it is not offered', { name: null }, own.unseen, [own.steps.ask]],
  ['it is within reach', { access: 'allowed' }, own.allowed, []],
  ['nothing was tried', { access: 'unknown' }, own.untried, []],
];
for (const [name, over, sentence, steps] of rows)
  test(name, () => {
    const view = whyWith(over);
    assert.equal(view.sentence, sentence);
    assert.deepEqual(view.steps, steps);
  });

test('the rules in the way of a tag are told with this device’s own fact and the remedy, nothing hidden in them', () => {
  const second = { ...obstacle, rule: 8, tag: 'office' };
  const { obstacles } = whyWith({ lastDenial: missing, obstacles: [obstacle, second, { ...obstacle, rule: 9 }] });
  assert.deepEqual(
    obstacles.map(({ tag, rules }) => [tag, rules.map(({ key }) => key)]),
    [
      ['compliant', ['7', '9']],
      ['office', ['8']],
    ],
  );
  const [rule] = obstacles[0]?.rules ?? [];
  assert.equal(rule?.title, 'Disk is\uFFFD encrypted');
  assert.equal(rule?.remedy, 'Turn it <b>on</b>.');
  assert.equal(rule?.fact, 'Disk encryption: not encrypted: /');
});

test('a fact that this release cannot name is no error', () => {
  const odd = { ...obstacle, fact: '??', reason: 'odd', verdict: 'unknown' };
  const [rule] = whyWith({ lastDenial: missing, obstacles: [odd] }).obstacles[0]?.rules ?? [];
  assert.equal(rule?.fact, words.en.verdicts.noFact);
});

test('the last refusal is told with policy and request id, also when it holds no more', () => {
  const { last } = whyWith({ access: 'allowed', lastDenial: forbidden });
  assert.deepEqual([last?.code, last?.policy, last?.requestId], ['061', 'deny <all>', id]);
});

test('a device that belongs to nobody is told to enroll', () => {
  const agent = agentWith({ enrollment: { kind: 'none', lastFailure: null } });
  const view = whyWith({ lastDenial: missing, obstacles: [obstacle] }, agent);
  assert.deepEqual([view.sentence, view.steps], [own.notEnrolled, [own.steps.enroll]]);
});

test('one sentence of the administrator stands once', () => {
  assert.deepEqual(whyWith({ messages: ['Call\n us', 'Call us'] }).messages, ['Call us']);
});
