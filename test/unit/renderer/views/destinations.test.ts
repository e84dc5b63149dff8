// Rows of the destinations: how each stands, where it is reached, what opens it, and what hides in its name.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { destinationRows, withTraffic } from '../../../../renderer/views/destinations.ts';
import type { Opener } from '../../../../shared/shell/shell-contract.ts';
import { agentWith, at, denialOf, destinationOf, failure } from '../../../doubles/gui-states.ts';

const all: readonly Opener[] = ['browser', 'ssh', 'rdp'];
const published = { kind: 'published', address: '127.235.0.1', port: 22, hosts: true } as const;

const standings: readonly (readonly [name: string, over: Readonly<Record<string, unknown>>, kind: string])[] = [
  ['nothing was tried', { destinations: [destinationOf('files', 22)] }, 'untried'],
  ['it was reached', { destinations: [destinationOf('files', 22)], reached: { 'files.corp.test:22': at } }, 'allowed'],
  [
    'it was refused for a tag that is lacking',
    { destinations: [destinationOf('files', 22)], denials: [denialOf('files.corp.test:22', ['compliant'])] },
    'denied',
  ],
  [
    'it was lost with its tag',
    { destinations: [], denials: [denialOf('files.corp.test:22', ['compliant'])] },
    'denied',
  ],
  [
    'its name is mapped elsewhere, whatever was reached before',
    {
      destinations: [destinationOf('files', 22, {}, { kind: 'conflict', line: '10.0.0.1 files' })],
      reached: { 'files.corp.test:22': at },
    },
    'conflict',
  ],
  [
    'its name is refused',
    { destinations: [destinationOf('files', 22, {}, { kind: 'refused', why: 'reserved' })] },
    'refused',
  ],
  [
    'its address is taken',
    { destinations: [destinationOf('files', 22, {}, { kind: 'address-taken', address: '127.235.0.1', port: 22 })] },
    'address-taken',
  ],
  ['it failed', { destinations: [destinationOf('files', 22, {}, { kind: 'failed', failure })] }, 'failed'],
];
for (const [name, over, kind] of standings)
  test(`${name}: ${kind}`, () => {
    const [row] = destinationRows(agentWith(over), all);
    assert.equal(row?.standing.kind, kind);
  });

const openings: readonly (readonly [
  name: string,
  given: ReturnType<typeof destinationOf>,
  openers: readonly string[],
])[] = [
  ['SSH by its port', destinationOf('files', 22), ['ssh', 'browser', 'rdp']],
  [
    'Remote Desktop by its port',
    destinationOf('files', 3389, {}, { ...published, port: 3389 }),
    ['rdp', 'browser', 'ssh'],
  ],
  ['anything on a port nobody knows', destinationOf('files', 2222), ['browser', 'ssh', 'rdp']],
  ['the browser alone what was declared as HTTP', destinationOf('files', 22, { kind: 'http' }), ['browser']],
  ['the browser alone what was declared as web', destinationOf('files', 3389, { kind: 'web' }), ['browser']],
  ['nothing what leads nowhere', destinationOf('files', 22, {}, { kind: 'conflict', line: '' }), []],
];
for (const [name, given, openers] of openings)
  test(`opens with ${name}`, () => {
    const [row] = destinationRows(agentWith({ destinations: [given] }), all);
    assert.deepEqual(row?.openers, openers);
  });

test('what this computer has no program for is not offered', () => {
  const [row] = destinationRows(agentWith({ destinations: [destinationOf('files', 22)] }), ['browser']);
  assert.deepEqual([row?.openers, row?.preferred], [['browser'], null]);
  const [both] = destinationRows(agentWith({ destinations: [destinationOf('files', 22)] }), all);
  assert.equal(both?.preferred, 'ssh');
});

test('without a hosts entry the address is the one of the listener', () => {
  const given = destinationOf('files', 22, {}, { kind: 'published', address: '127.0.0.1', port: 40_022, hosts: false });
  const [row] = destinationRows(agentWith({ destinations: [given] }), all);
  assert.equal(row?.local, '127.0.0.1:40022');
});

test('traffic belongs to the place it was measured at, and a row whose traffic stays the same stays itself', () => {
  const busy = { destination: 'files.corp.test:22', sessions: 2, sent: 10, received: 20, openedInMs: 3.5 };
  const rows = withTraffic(destinationRows(agentWith(), all), { destinations: [busy] });
  assert.deepEqual(
    rows.map((row) => row.traffic?.sessions ?? null),
    [null, 2],
  );
  const again = withTraffic(rows, { destinations: [{ ...busy }] });
  assert.equal(again[1], rows[1]);
  const later = withTraffic(rows, { destinations: [{ ...busy, sent: 11 }] });
  assert.deepEqual([later[0] === rows[0], later[1]?.traffic?.sent], [true, 11]);
  assert.equal(withTraffic(later, { destinations: [] })[1]?.traffic, null);
});

test('only what its user added can be removed', () => {
  const own = { ...destinationOf('nas', 22), isPersonal: true };
  const rows = destinationRows(agentWith({ destinations: [own, destinationOf('files', 22)] }), all);
  assert.deepEqual(
    rows.map((row) => row.personal !== null),
    [true, false],
  );
});

test('a name that would turn its line round is shown as it can be trusted', () => {
  const given = destinationOf('files', 22, { name: '<img src=x onerror=alert(1)>\u202Egpj' });
  const [row] = destinationRows(agentWith({ destinations: [given] }), all);
  assert.equal(row?.name, '<img src=x onerror=alert(1)>\uFFFDgpj');
  assert.equal(row?.place, 'files.corp.test:22');
});
