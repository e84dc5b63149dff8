// How a destination stands in words, with what to do; texts of others are told as they can be trusted.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standingWords, trafficWords } from '../../../../renderer/views/destination-words.ts';
import type { DestinationStanding } from '../../../../renderer/views/destinations.ts';
import { agentState } from '../../../../shared/agent/agent-state.ts';
import { words } from '../../../../shared/words/words.ts';
import { agentWith, denialOf } from '../../../doubles/gui-states.ts';

const now = Date.parse('2026-11-27T16:05:00Z');
const [denied] = agentState.shape.denials.parse(agentWith({ denials: [denialOf('a:1', ['compliant'])] }).denials);
const [unfresh] = agentWith({ denials: [denialOf('a:1', [], { code: '066', retry: true })] }).denials;
assert.ok(denied !== undefined && unfresh !== undefined);

const rows: readonly (readonly [DestinationStanding, state: string, detail: string, next: RegExp])[] = [
  [{ kind: 'allowed', at: '2026-11-27T16:01:00Z' }, 'Within reach', 'Last reached 4 minutes ago', /^$/],
  [{ kind: 'allowed', at: 'soon\u202E' }, 'Within reach', 'Last reached soon\uFFFD', /^$/],
  [{ kind: 'untried' }, 'Not opened yet', '', /^$/],
  [{ kind: 'denied', by: denied, missing: ['compliant'] }, 'Out of reach', 'This device lacks compliant.', /^$/],
  [{ kind: 'denied', by: unfresh, missing: [] }, 'Out of reach', words.en.denials.why['066'], /^$/],
  [
    { kind: 'conflict', line: '10.0.0.1\tfiles <b>' },
    'Name already in use',
    'This computer already leads the name elsewhere: 10.0.0.1 files <b>',
    /hosts file/,
  ],
  [
    { kind: 'refused', why: 'needs-newer-agent' },
    'Name not published',
    words.en.destinations.refusedDetail['needs-newer-agent'],
    /^Update/,
  ],
  [
    { kind: 'address-taken', address: '127.235.0.9', port: 22 },
    'Address in use',
    'Another program listens at 127.235.0.9:22.',
    /End that program/,
  ],
  [
    { kind: 'failed', failure: { code: 'x', message: 'it\nbroke', next: 'mend it' } },
    'Did not work',
    'it broke',
    /^mend it$/,
  ],
];
for (const [standing, state, detail, next] of rows)
  test(`${standing.kind}: ${detail}`, () => {
    const shown = standingWords(standing, words.en, 'en', now);
    assert.deepEqual([shown.state, shown.detail], [state, detail]);
    assert.match(shown.next, next);
  });

test('traffic is told in units of the language, and what was not measured is not told', () => {
  const traffic = { destination: 'a:1', sessions: 1_200, sent: 1_500, received: 4_200_000, openedInMs: 0.4 };
  const shown = trafficWords(traffic, words.en, 'de');
  assert.equal(shown.latency?.replaceAll(/\s/g, ' '), '1 ms');
  assert.deepEqual(
    shown.carried.map((text) => text.replaceAll(/\s/g, ' ')),
    ['1.200 connections', '1,5 kB sent', '4,2 MB received'],
  );
  assert.equal(trafficWords({ ...traffic, openedInMs: null }, words.en, 'de').latency, null);
  assert.deepEqual(trafficWords({ ...traffic, sessions: 0, sent: 0, received: 0 }, words.en, 'de').carried, []);
  assert.deepEqual(trafficWords(null, words.en, 'de').carried, []);
});
