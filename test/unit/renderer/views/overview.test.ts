import assert from 'node:assert/strict';
import test from 'node:test';
import {
  certificateView,
  disconnectView,
  heroView,
  initialsOf,
  personView,
  tagSummary,
  warningViews,
} from '../../../../renderer/views/overview.ts';
import { toneOfStanding } from '../../../../renderer/views/tone.ts';
import type { AgentState } from '../../../../shared/agent/agent-state.ts';
import { type Standing, standings } from '../../../../shared/shell/standing.ts';
import { words as everyLanguage } from '../../../../shared/words/words.ts';
import { agentWith, denialOf, guiWith, linkOfStanding } from '../../../doubles/gui-states.ts';

const words = everyLanguage.en;

test('only who is protected is shown as well', () => {
  const well = standings.filter((standing) => toneOfStanding[standing] === 'good');
  assert.deepEqual(well, ['protected']);
});

const deeds: readonly [Standing, string | null][] = [
  ['protected', 'check'],
  ['limited', 'go tags'],
  ['captive-portal', 'open-portal'],
  ['disconnected', 'connect'],
  ['ems-unreachable', 'go diagnostics'],
  ['offline', 'go diagnostics'],
];
for (const [standing, expected] of deeds)
  test(`${standing}: the sentence is that of the standing, and the button leads on: ${expected}`, () => {
    const link = linkOfStanding[standing];
    assert.ok(link.kind === 'connected');
    const view = heroView(guiWith(link), link.agent, words);
    assert.equal(view.sentence, words.standing.sentences[standing]);
    assert.equal(view.advice, words.standing.advice[standing]);
    const { deed } = view;
    assert.equal(deed === null ? null : deed.kind === 'go' ? `go ${deed.page}` : deed.kind, expected);
  });

for (const [disconnect, expected] of [
  ['allowed', false],
  ['with-reason', true],
  ['not-allowed', null],
] as const)
  test(`disconnecting is ${disconnect}: the page asks ${expected === null ? 'nobody' : expected ? 'why' : 'whether'}`, () => {
    const shellPolicy = { mayQuit: true, personalDestinations: false, disconnect };
    assert.equal(disconnectView(agentWith({ shellPolicy }))?.needsReason ?? null, expected);
    const disconnected = { since: '2026-11-27T12:00:00.000Z', by: 'anna', reason: '', until: null };
    assert.equal(disconnectView(agentWith({ shellPolicy, disconnected })), null);
  });

test('what is out of reach is named, also when it was lost with its tag', () => {
  const denials = [denialOf('crm.corp.test:8080', ['office']), denialOf('old.corp.test:22', ['office'])];
  const agent = agentWith({ denials });
  const view = heroView(guiWith({ kind: 'connected', product: 'x', agent }), agent, words);
  assert.deepEqual(view.lost, ['crm', 'old.corp.test:22']);
});

test('where no tag is missing, the way leads to the services and not to the tags', () => {
  const agent = agentWith({ denials: [denialOf('crm.corp.test:8080', [], { code: '062' })] });
  const { deed } = heroView(guiWith({ kind: 'connected', product: 'x', agent }), agent, words);
  assert.ok(deed?.kind === 'go');
  assert.equal(deed.page, 'destinations');
});

const names: readonly [string, string][] = [
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['ada.lovelace', 'AL'],
  ['Ada King of Lovelace', 'AL'],
  ['山田太郎', '山'],
  ['😀 Smile', '😀S'],
  ['', ''],
  ['  ', ''],
];
for (const [name, initials] of names)
  test(`the initials of “${name}” are “${initials}”`, () => {
    assert.equal(initialsOf(name), initials);
  });

test('a person goes by the full name where the system knows one, and by the account elsewhere', () => {
  const person = { user: 'ada', fullName: 'Ada Lovelace', device: 'laptop', domain: 'corp.test', avatar: null };
  const full = personView(person, words);
  assert.deepEqual([full.name, full.details], ['Ada Lovelace', ['ada', 'laptop', 'corp.test']]);
  for (const fullName of [null, '', ' ']) {
    const bare = personView({ ...person, fullName, domain: null }, words);
    assert.deepEqual([bare.name, bare.details], ['ada', ['laptop', 'not joined to a domain']]);
  }
});

test('a certificate is told by the ends of its serial number, and that it has ended', () => {
  const { enrollment } = agentWith();
  assert.ok(enrollment.kind === 'enrolled');
  const ends = Date.parse(enrollment.certificateEnds);
  const enrolled = { ...enrollment, serial: `ABCDEF${'0'.repeat(30)}1234` };
  const view = certificateView(enrolled, words, ends - 1);
  assert.deepEqual([view.shortSerial, view.hasEnded], ['ABCDEF…1234', false]);
  assert.equal(view.keptIn, words.overview.keptIn.file);
  assert.equal(certificateView(enrolled, words, ends).hasEnded, true);
});

test('the gravest warning stands first', () => {
  const warnings = (['low', 'high', 'medium'] as const).map((severity) => ({
    code: severity,
    severity,
    text: severity,
  }));
  const views = warningViews(agentWith({ warnings }), words);
  assert.deepEqual(
    views.map(({ key, tone }) => [key, tone]),
    [
      ['high', 'bad'],
      ['medium', 'waiting'],
      ['low', 'off'],
    ],
  );
});

test('tags that are held are named, and those that are missing counted', () => {
  const tagReasons: AgentState['tagReasons'] = agentWith({
    tagReasons: ['a', 'b', 'c'].map((tag) => ({ tag, isHeld: tag === 'a', basis: 'given', rules: [], message: null })),
  }).tagReasons;
  assert.deepEqual(tagSummary({ ...agentWith({ tags: ['a'] }), tagReasons }), { held: ['a'], missing: 2 });
});
