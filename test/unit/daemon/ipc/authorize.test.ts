import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorizeBy } from '../../../../daemon/ipc/authorize.ts';
import type { TunnelUsers } from '../../../../daemon/local-users.ts';
import { noLocalUsers } from '../../../../native/local-users/local-users.ts';
import type { Rights } from '../../../../shared/wire/define-contract.ts';

const sits: TunnelUsers = { mayUse: async (uid) => uid === 1_000 || uid === 0, nameOf: async (uid) => String(uid) };
const users = {
  ...noLocalUsers,
  isAdministrator: async (uid: number) =>
    uid === 2_000 ? ({ kind: 'yes' } as const) : ({ kind: 'unknown', reason: 'test' } as const),
};
const authorize = authorizeBy(users, sits);

async function rightsOf(uid: number): Promise<readonly Rights[]> {
  const all: readonly Rights[] = ['read', 'user', 'admin'];
  const granted = await Promise.all(
    all.map((rights) => authorize({ kind: 'known', pid: 1, uid, gid: uid, groups: null }, rights)),
  );
  return all.filter((_, index) => granted[index]);
}

test('root and administrators may all, who sits at the machine may use it, everybody else may look', async () => {
  assert.deepEqual(await rightsOf(0), ['read', 'user', 'admin']);
  assert.deepEqual(await rightsOf(2_000), ['read', 'user', 'admin']);
  assert.deepEqual(await rightsOf(1_000), ['read', 'user']);
  assert.deepEqual(await rightsOf(65_534), ['read']);
});

test('who runs the daemon administers it, as with the other programs', async () => {
  assert.deepEqual(await rightsOf(process.getuid?.() ?? 0), ['read', 'user', 'admin']);
});
