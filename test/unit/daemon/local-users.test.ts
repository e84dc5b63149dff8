import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { config } from '../../../daemon/config.ts';
import { tunnelUsers } from '../../../daemon/local-users.ts';
import { type LocalUsers, noLocalUsers } from '../../../native/local-users/local-users.ts';
import { savedOf } from '../../doubles/saved-of.ts';

const anna = { uid: 1_000, gid: 1_000, name: 'anna' };
const ben = { uid: 1_001, gid: 1_001, name: 'ben' };

function machine(seated: readonly (typeof anna)[]): LocalUsers {
  return {
    ...noLocalUsers,
    withSession: async () => ({ kind: 'known', users: seated }),
    byUid: async (uid) => {
      const user = [anna, ben].find((each) => each.uid === uid);
      return user === undefined ? { kind: 'absent' } : { kind: 'known', user };
    },
  };
}

/** Which of root, anna, ben and an unknown uid may use the tunnels. */
async function allowed(users: LocalUsers, settings: { readonly localUsers?: readonly string[] } = {}) {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-users-'));
  try {
    const tunnel = tunnelUsers(
      config.parse({ ...settings, dataDirectory: directory }),
      await savedOf(directory, 'file'),
      users,
    );
    const answers = await Promise.all([0, anna.uid, ben.uid, 4_242].map((uid) => tunnel.mayUse(uid)));
    return ['root', 'anna', 'ben', 'unknown'].filter((_, index) => answers[index]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

test('who has a session may use the tunnels, and root', async () => {
  assert.deepEqual(await allowed(machine([anna])), ['root', 'anna']);
});

test('a managed list outweighs sessions', async () => {
  assert.deepEqual(await allowed(machine([anna]), { localUsers: ['ben'] }), ['root', 'ben']);
  assert.deepEqual(await allowed(machine([anna]), { localUsers: [] }), ['root']);
});

test('without a session, and before anybody enrolled, only root may', async () => {
  assert.deepEqual(await allowed(machine([])), ['root']);
});

test('where the system cannot say who is there, nobody but root may', async () => {
  assert.deepEqual(await allowed(noLocalUsers), ['root']);
});
