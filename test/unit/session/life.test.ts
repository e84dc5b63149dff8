// Where what is seen leads a user's certificate, state by state.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { begin, type Held, isDue, type LifeEvent, reduce, type Seen, type State } from '../../../session/life.ts';

const member = { emsId: 'ems_A', site: 'default', uid: 'A1' };
const held: Held = { member, sha256: 'new', serial: '01', ends: 9_000, renewAt: 6_000 };

const well: Seen = {
  now: 1_000,
  membership: { kind: 'member', member },
  sealed: { kind: 'held', held },
  store: { kind: 'there', missingAt: [], others: [], ours: ['new'], locked: [] },
  ems: 'active',
};
const store = { kind: 'there', missingAt: [], others: [], ours: [], locked: [] } as const;

const rows: readonly (readonly [string, Partial<Seen>, Partial<State> & Pick<State, 'kind'>])[] = [
  ['all is well', {}, { kind: 'installed', held }],
  ['nobody has asked yet', { sealed: { kind: 'none' }, store }, { kind: 'requesting', member }],
  ['the sealed file cannot be opened any more', { sealed: { kind: 'lost' } }, { kind: 'requesting', member }],
  ['the keyring is locked', { sealed: { kind: 'locked' } }, { kind: 'waiting' }],
  ['the keyring that has the key is not in this session', { sealed: { kind: 'absent' } }, { kind: 'waiting' }],
  [
    'the stores cannot be used',
    { store: { kind: 'unavailable', why: 'no tools' } },
    { kind: 'waiting', why: 'no tools' },
  ],
  [
    'the certificate is of another device',
    { sealed: { kind: 'held', held: { ...held, member: { ...member, uid: 'B2' } } } },
    { kind: 'requesting', member },
  ],
  [
    'the certificate is of another EMS',
    { sealed: { kind: 'held', held: { ...held, member: { ...member, emsId: 'ems_B' } } } },
    { kind: 'requesting', member },
  ],
  ['a browser does not have it', { store: { ...store, missingAt: ['x'] } }, { kind: 'installing', held }],
  ['an older one is left', { store: { ...store, others: ['old'] } }, { kind: 'cleaning', others: ['old'] }],
  [
    'the new one is not everywhere yet, the old one stays',
    { store: { ...store, missingAt: ['x'], others: ['old'] } },
    { kind: 'installing', held },
  ],
  ['two thirds are over', { now: 6_000 }, { kind: 'renewing', held }],
  [
    'two thirds are over, and it is missing: first it is put back',
    { now: 6_000, store: { ...store, missingAt: ['x'] } },
    { kind: 'installing' },
  ],
  ['it has ended', { now: 9_000, store: { ...store, missingAt: ['x'] } }, { kind: 'renewing', held }],
  ['the EMS has revoked it', { ems: 'revoked' }, { kind: 'renewing', held }],
  ['the EMS has retired it', { ems: 'retired' }, { kind: 'renewing', held }],
  ['the EMS has no record of it', { ems: 'absent' }, { kind: 'renewing', held }],
  ['the CA that signed it is being replaced', { ems: 'outdated' }, { kind: 'renewing', held }],
  ['the EMS was not asked', { ems: 'unknown' }, { kind: 'installed', held }],
  ['the daemon is not sure', { membership: { kind: 'unsure' } }, { kind: 'waiting', held }],
  ['the device has left', { membership: { kind: 'gone' } }, { kind: 'removing', ours: ['new'] }],
  [
    'the device has left, the keyring is locked',
    { membership: { kind: 'gone' }, sealed: { kind: 'locked' } },
    { kind: 'removing' },
  ],
  [
    'the device has left, the file alone is there',
    { membership: { kind: 'gone' }, sealed: { kind: 'lost' }, store },
    { kind: 'removing', ours: [] },
  ],
  [
    'the device has left, nothing is there',
    { membership: { kind: 'gone' }, sealed: { kind: 'none' }, store },
    { kind: 'none' },
  ],
];

for (const [what, change, expected] of rows)
  test(`${what}: ${expected.kind}`, () => {
    const { state } = reduce(begin, { kind: 'seen', seen: { ...well, ...change } });
    assert.deepEqual({ ...state, ...expected }, state);
  });

const failed = (now: number, random = 0.999): LifeEvent => ({
  kind: 'failed',
  trouble: 'the EMS is away',
  now,
  random,
});

test('what failed is tried again later and later, and at once when something else is to be done', () => {
  const asking = reduce(begin, { kind: 'seen', seen: { ...well, sealed: { kind: 'none' } } });
  assert.equal(isDue(asking, 1_000), true);
  let life = asking;
  const waits: number[] = [];
  for (let time = 0; time < 12; time += 1) {
    life = reduce(life, failed(0));
    waits.push(life.notBefore);
  }
  assert.equal(isDue(life, waits.at(-1) ?? 0), true);
  assert.equal(isDue(life, (waits.at(-1) ?? 0) - 1), false);
  assert.ok(
    waits.every((wait, index) => wait >= (waits[index - 1] ?? 1_000) && wait <= 300_000),
    waits.join(),
  );
  assert.ok((waits.at(-1) ?? 0) > 200_000);
  assert.equal(life.trouble, 'the EMS is away');
  const again = reduce(life, { kind: 'seen', seen: { ...well, sealed: { kind: 'none' } } });
  assert.equal(again.trouble, 'the EMS is away');
  const gone = reduce(life, { kind: 'seen', seen: { ...well, membership: { kind: 'gone' } } });
  assert.deepEqual([gone.trouble, isDue(gone, 0)], ['', true]);
  assert.deepEqual([reduce(life, { kind: 'done' }).trouble, reduce(life, { kind: 'done' }).notBefore], ['', 0]);
});

test('even without luck a moment passes before the next try', () => {
  assert.ok(reduce(begin, failed(0, 0)).notBefore >= 1_000);
});
