import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { localUsersOfLinux } from '../../../../native/local-users/linux.ts';
import type { LocalUsers } from '../../../../native/local-users/local-users.ts';

const passwd =
  'root:x:0:0:root:/root:/bin/sh\nmira:x:1000:1000::/home/mira:/bin/sh\nnoor:x:1001:27::/home/noor:/bin/sh\n4:x:1002:1002::/:/bin/sh\n';
const group = 'root:x:0:\nsudo:x:27:mira\nusers:x:100:noor\n';

async function machine(files: Record<string, string>): Promise<{ readonly users: LocalUsers } & AsyncDisposable> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'stile-users-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), content);
  }
  return { users: localUsersOfLinux({ root }), [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}

const session = await readFile(
  path.join(import.meta.dirname, '../../../fixtures/local-users/linux/session-ssh.txt'),
  'utf8',
);

test('users with a session are named, each once, and nobody is an answer', async () => {
  await using some = await machine({
    'etc/passwd': passwd,
    'run/systemd/sessions/4': session,
    'run/systemd/sessions/5': session,
    'run/systemd/sessions/6': session.replace('UID=1000', 'UID=4000'),
  });
  assert.deepEqual(await some.users.withSession(), { kind: 'known', users: [{ uid: 1000, gid: 1000, name: 'mira' }] });
  await using none = await machine({ 'etc/passwd': passwd, 'run/systemd/sessions/.keep': '' });
  assert.deepEqual(await none.users.withSession(), { kind: 'known', users: [] });
});

test('without a login manager and without a session table it is unknown who sits there', async () => {
  await using there = await machine({ 'etc/passwd': passwd });
  assert.equal((await there.users.withSession()).kind, 'unknown');
});

test('a name that looks like a number is a name', async () => {
  await using there = await machine({ 'etc/passwd': passwd });
  assert.deepEqual(await there.users.byName('4'), { kind: 'known', user: { uid: 1002, gid: 1002, name: '4' } });
  assert.deepEqual(await there.users.byName('0'), { kind: 'absent' });
});

test('administrators are root, members of a group for it, and those whose own group it is', async () => {
  await using there = await machine({ 'etc/passwd': passwd, 'etc/group': group });
  const kinds = await Promise.all(
    [0, 1000, 1001, 1002, 4000].map(async (uid) => (await there.users.isAdministrator(uid)).kind),
  );
  assert.deepEqual(kinds, ['yes', 'yes', 'yes', 'no', 'no']);
});

test('where the databases cannot be read nothing is known, but that root administers', async () => {
  await using there = await machine({});
  assert.equal((await there.users.byUid(1000)).kind, 'unknown');
  assert.equal((await there.users.isAdministrator(1000)).kind, 'unknown');
  assert.equal((await there.users.isAdministrator(0)).kind, 'yes');
});

test('this machine knows root and not a user that was made up', async () => {
  const users = process.platform === 'linux' ? localUsersOfLinux() : localUsersOfLinux({ root: '/' });
  assert.deepEqual(await users.byUid(0), { kind: 'known', user: { uid: 0, gid: 0, name: 'root' } });
  assert.deepEqual(await users.byName('0'), { kind: 'absent' });
  assert.deepEqual(await users.byName('--help'), { kind: 'absent' });
  assert.deepEqual(await users.byUid(3_999_999_999), { kind: 'absent' });
});
