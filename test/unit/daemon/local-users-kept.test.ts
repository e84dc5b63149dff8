import assert from 'node:assert/strict';
import { test } from 'node:test';
import { config } from '../../../daemon/config.ts';
import { neverDisconnected } from '../../../daemon/disconnection/saved-disconnecting.ts';
import { tunnelUsers } from '../../../daemon/local-users.ts';
import type { SavedState } from '../../../daemon/state/saved.ts';
import type { LocalUsers } from '../../../native/local-users/local-users.ts';
import type { Clock } from '../../../shared/clock.ts';

const saved: SavedState = {
  current: {
    version: 1,
    identity: null,
    isWithdrawn: false,
    pending: null,
    addresses: {},
    sequenceReserved: 0,
    personalDestinations: [],
    spentInvitation: null,
    disconnecting: neverDisconnected,
  },
  keptKey: { kind: 'file' },
  trouble: null,
  lockedKey: null,
  withoutCertificate: null,
  readAgain: async () => true,
  update: async () => undefined,
};

/** Anna (1000) has a session until she leaves; every look is counted. */
function machine() {
  const seen = { looks: 0, now: 0, isHere: true };
  const anna = { uid: 1_000, gid: 1_000, name: 'anna' };
  const users: LocalUsers = {
    async withSession() {
      seen.looks += 1;
      return { kind: 'known', users: seen.isHere ? [anna] : [{ uid: 2_000, gid: 2_000, name: 'ben' }] };
    },
    async byUid(uid) {
      seen.looks += 1;
      return uid === anna.uid ? { kind: 'known', user: anna } : { kind: 'absent' };
    },
    byName: async () => ({ kind: 'absent' }),
    isAdministrator: async () => ({ kind: 'no' }),
  };
  const clock: Clock = { now: () => seen.now, monotonic: () => seen.now };
  return { seen, users, clock };
}

test('many connections of one user cost one look, whether they may or not', async () => {
  const { seen, users, clock } = machine();
  const asked = tunnelUsers(config.parse({ dataDirectory: '/nowhere' }), saved, users, clock);
  const answers = await Promise.all(Array.from({ length: 50 }, () => asked.mayUse(1_000)));
  assert.ok(answers.every((answer) => answer));
  await Promise.all(Array.from({ length: 50 }, () => asked.mayUse(3_000)));
  assert.equal(seen.looks, 2);
});

test('a user who has left is refused soon after', async () => {
  const { seen, users, clock } = machine();
  const asked = tunnelUsers(config.parse({ dataDirectory: '/nowhere' }), saved, users, clock);
  assert.equal(await asked.mayUse(1_000), true);
  seen.isHere = false;
  seen.now += 2_000;
  assert.equal(await asked.mayUse(1_000), false);
});

test('a managed list names who may, besides root, and nobody else', async () => {
  const { users, clock } = machine();
  const asked = tunnelUsers(config.parse({ dataDirectory: '/nowhere', localUsers: ['ben'] }), saved, users, clock);
  assert.deepEqual([await asked.mayUse(0), await asked.mayUse(1_000), await asked.mayUse(2_000)], [true, false, false]);
});
