import assert from 'node:assert/strict';
import test from 'node:test';
import { checkedText, postureView } from '../../../../renderer/views/posture.ts';
import { tagViews } from '../../../../renderer/views/tags.ts';
import { words as everyLanguage } from '../../../../shared/words/words.ts';
import { agentWith } from '../../../doubles/gui-states.ts';

const words = everyLanguage.en;
const observedAt = '2026-01-02T00:01:00.000Z';
const facts = [
  { fact: 'file:/etc/managed', value: { kind: 'file', exists: true }, ageMs: 4_000 },
  { fact: 'firewall', value: { kind: 'firewall', ipv4: 'open', ipv6: 'open' }, ageMs: 60_000 },
  { fact: 'machine-key', value: { kind: 'machine-key', level: 'tpm' }, ageMs: 0 },
];
const managed = {
  rule: 1,
  title: 'The device is managed',
  fact: 'file:/etc/managed',
  verdict: 'satisfied',
  reason: null,
  remedy: 'Ask for it.',
};
const firewall = {
  rule: 2,
  title: 'The firewall is on',
  fact: 'firewall',
  verdict: 'unsatisfied',
  reason: null,
  remedy: 'Turn it on.',
};
const scanner = {
  rule: 3,
  title: '',
  fact: 'running-process:clamd',
  verdict: 'unknown',
  reason: 'timed-out',
  remedy: '',
};
const unread = {
  rule: 4,
  title: 'From a later release',
  fact: null,
  verdict: 'unknown',
  reason: 'unsupported',
  remedy: '',
};
const rules = [managed, firewall, scanner, unread];

const posture = {
  rulesRevision: 1,
  observedAt,
  facts,
  verdicts: rules.map(({ rule, verdict, fact, reason }) => ({
    rule,
    verdict,
    fact,
    ...(reason === null ? {} : { reason }),
  })),
  rules: rules.map(({ rule, title, remedy }) => ({ id: rule, title, remedy })),
};
const reason = (tag: string, isHeld: boolean, of: readonly object[], message: string | null = null) => ({
  tag,
  isHeld,
  basis: of.length > 0 ? 'rules' : 'given',
  rules: of,
  message,
});
const agent = agentWith({
  posture,
  tags: ['managed', 'vip', 'untold'],
  tagReasons: [
    reason('away', false, [], 'Ask the desk.'),
    reason('managed', true, [managed], 'not for who has it'),
    reason('office', false, [firewall, scanner, unread], 'Devices without a firewall stay out.'),
    reason('vip', true, []),
  ],
});
const views = tagViews(agent, words, 'en');

test('tags that are missing come first; held ones that the agent gives no reason for are among the held', () => {
  assert.deepEqual(
    views.map(({ tag, isHeld }) => [tag, isHeld]),
    [
      ['away', false],
      ['office', false],
      ['managed', true],
      ['untold', true],
      ['vip', true],
    ],
  );
});

test('a tag says what carries it, what is in its way, or that no rule decides it', () => {
  const because = Object.fromEntries(views.map((view) => [view.tag, view.because]));
  assert.deepEqual(because, {
    managed: words.tags.because,
    untold: words.tags.given,
    vip: words.tags.given,
    away: words.tags.withheld,
    office: words.tags.inTheWay,
  });
});

test('the administrator’s sentence is for who lacks the tag', () => {
  const messages = Object.fromEntries(views.map((view) => [view.tag, view.message]));
  assert.deepEqual(messages, {
    managed: null,
    untold: null,
    vip: null,
    away: 'Ask the desk.',
    office: 'Devices without a firewall stay out.',
  });
});

test('a rule tells the device’s own fact, when somebody looked, and what helps where it is not met', () => {
  const rows = views.flatMap((view) => view.rows).toSorted((a, b) => a.key.localeCompare(b.key));
  assert.deepEqual(rows, [
    {
      key: '1',
      title: 'The device is managed',
      tone: 'good',
      verdict: 'Met',
      fact: 'File /etc/managed: is there',
      seenAt: '2026-01-02T00:00:56.000Z',
      remedy: null,
    },
    {
      key: '2',
      title: 'The firewall is on',
      tone: 'bad',
      verdict: 'Not met',
      fact: 'Firewall: off: unasked connections get through',
      seenAt: '2026-01-02T00:00:00.000Z',
      remedy: 'Turn it on.',
    },
    {
      key: '3',
      title: 'Rule 3',
      tone: 'waiting',
      verdict: 'Not known',
      fact: 'Program clamd: not known: looking took too long',
      seenAt: null,
      remedy: null,
    },
    {
      key: '4',
      title: 'From a later release',
      tone: 'waiting',
      verdict: 'Not known',
      fact: words.verdicts.noFact,
      seenAt: null,
      remedy: null,
    },
  ]);
});

test('no time is shown while the agent has not said when it looked, or said nonsense', () => {
  for (const observed of [null, 'yesterday']) {
    const never = agentWith({ posture: { ...posture, observedAt: observed } });
    assert.deepEqual(new Set(postureView(never, words, 'en').rules.map((row) => row.seenAt)), new Set([null]));
  }
});

test('the posture shows what is not met first, counts what is met, and keeps the facts that no rule looks at', () => {
  const view = postureView(agent, words, 'en');
  assert.deepEqual(
    view.rules.map(({ key }) => key),
    ['2', '3', '4', '1'],
  );
  assert.equal(view.met, 1);
  assert.deepEqual(
    view.otherFacts.map(({ title, text }) => `${title}: ${text}`),
    ['Key of this device: in the security chip (TPM)'],
  );
});

test('a check says how many rules are not met; one that is not known is not met', () => {
  assert.equal(checkedText(agent, words), 'Checked. 3 rules are not met.');
  assert.equal(checkedText(agentWith(), words), 'Checked. All rules are met.');
});

test('text of others is made harmless before it is shown', () => {
  const evil = '\u202Egnp.exe\u0000'.repeat(600);
  const hostile = agentWith({
    posture: { ...posture, rules: [{ id: 2, title: evil.slice(0, 200), remedy: evil.slice(0, 1_000) }] },
    tagReasons: [reason('office', false, [{ ...firewall, title: evil.slice(0, 200) }], evil.slice(0, 1_000))],
  });
  const shown = JSON.stringify([tagViews(hostile, words, 'en'), postureView(hostile, words, 'en')]);
  assert.doesNotMatch(shown, /\u202E|\\u0000/);
});
