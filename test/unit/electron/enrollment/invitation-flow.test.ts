// The machine of an invitation, whole: every event in every state, and what is forgotten on the way.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type InvitationEvent,
  type InvitationFlow,
  reduceInvitation,
  shownInvitation,
} from '../../../../electron/enrollment/invitation-flow.ts';
import { Secret } from '../../../../shared/log.ts';
import { invitationState } from '../../../../shared/shell/gui-state.ts';
import { failure } from '../../../doubles/gui-states.ts';

const fabricCa = 'a'.repeat(64);
const summary = { ems: 'ems.corp.test:8013', site: 'default', fabricCa, domains: [], mayEnroll: true };
const text = new Secret('first');

const flows = {
  none: { kind: 'none' },
  reading: { kind: 'reading', text },
  asking: { kind: 'asking', text, summary },
  enrolling: { kind: 'enrolling', summary },
  refused: { kind: 'refused', failure, summary },
} as unknown as Readonly<Record<InvitationFlow['kind'], InvitationFlow>>;

const events = {
  offered: { kind: 'offered', text: new Secret('second') },
  unusable: { kind: 'unusable', failure },
  read: { kind: 'read', summary, enrollment: { kind: 'none', lastFailure: null } },
  accepted: { kind: 'accepted' },
  enrolled: { kind: 'enrolled' },
  failed: { kind: 'failed', failure },
  'enrolled-meanwhile': { kind: 'enrolled-meanwhile', ems: 'x:1' },
  dismissed: { kind: 'dismissed' },
  'too-old': { kind: 'too-old' },
} as unknown as Readonly<Record<InvitationEvent['kind'], InvitationEvent>>;

/** Where an event leads; a dot: it changes nothing, the text included. */
const table: readonly (readonly [event: InvitationEvent['kind'], ...to: readonly string[]])[] = [
  // from: none, reading, asking, enrolling, refused
  ['offered', 'reading', '.', '.', '.', 'reading'],
  ['unusable', 'refused', '.', '.', '.', 'refused'],
  ['read', '.', 'asking', '.', '.', '.'],
  ['accepted', '.', '.', 'enrolling', '.', '.'],
  ['enrolled', '.', '.', '.', 'none', '.'],
  ['failed', '.', 'refused', '.', 'refused', '.'],
  ['enrolled-meanwhile', '.', '.', 'refused', '.', '.'],
  ['dismissed', 'none', 'none', 'none', '.', 'none'],
  ['too-old', '.', '.', 'none', '.', '.'],
];

describe('the machine of an invitation', () => {
  const kinds = Object.keys(flows) as InvitationFlow['kind'][];
  for (const [event, ...to] of table) {
    for (const [at, kind] of kinds.entries()) {
      test(`${kind}, ${event}: ${to[at] === '.' ? 'nothing' : to[at]}`, () => {
        const next = reduceInvitation(flows[kind], events[event]);
        if (to[at] === '.') assert.equal(next, flows[kind]);
        else assert.equal(next.kind, to[at]);
      });
    }
  }

  test('has a row for every event', () =>
    assert.deepEqual(table.map(([event]) => event).sort(), Object.keys(events).sort()));

  test('holds the text only while it may still be used', () => {
    for (const kind of kinds) assert.equal('text' in flows[kind], kind === 'reading' || kind === 'asking', kind);
    for (const [event, at] of [
      ['accepted', 'asking'],
      ['failed', 'reading'],
      ['dismissed', 'asking'],
      ['too-old', 'asking'],
    ] as const)
      assert.ok(!('text' in reduceInvitation(flows[at], events[event])), event);
  });

  test('shows what the contract knows, and nothing of the text', () => {
    for (const kind of kinds) {
      const shown = shownInvitation(flows[kind]);
      assert.deepEqual(invitationState.parse(shown), shown);
      assert.ok(!('text' in shown), kind);
    }
  });
});
