import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { readGroups, readPasswd, readSession, readUtmp } from '../../../../native/local-users/parse.ts';

const fixture = (name: string) =>
  readFile(path.join(import.meta.dirname, '../../../fixtures/local-users/linux', name), 'utf8');

test('users are read from whole lines only', () => {
  const text = 'root:x:0:0:root:/root:/bin/bash\n+nis\nbroken:x::0:::\nmira:x:1000:1001:Mira,,,:/home/mira:/bin/sh\n';
  assert.deepEqual(readPasswd(text), [
    { name: 'root', uid: 0, gid: 0 },
    { name: 'mira', uid: 1000, gid: 1001 },
  ]);
});

test('groups are read with their members', () => {
  assert.deepEqual(readGroups('sudo:x:27:mira,noor\nwheel:x:10:\n#x\n'), [
    { name: 'sudo', gid: 27, members: ['mira', 'noor'] },
    { name: 'wheel', gid: 10, members: [] },
  ]);
});

test('a person’s session counts; a greeter, a background job and a closing session do not', async () => {
  const ssh = await fixture('session-ssh.txt');
  assert.equal(readSession(ssh), 1000);
  assert.equal(readSession(await fixture('session-greeter.txt')), null);
  assert.equal(readSession(await fixture('session-cron.txt')), null);
  assert.equal(readSession(ssh.replace('STATE=active', 'STATE=closing')), null);
  assert.equal(readSession(''), null);
});

test('logged-in users are read from the session table, those who left are not', () => {
  const record = (type: number, name: string) => {
    const bytes = Buffer.alloc(384);
    bytes.writeInt16LE(type);
    bytes.write(name, 44, 'latin1');
    return bytes;
  };
  assert.deepEqual(
    readUtmp(Buffer.concat([record(2, 'reboot'), record(7, 'mira'), record(8, 'noor'), Buffer.alloc(5)])),
    ['mira'],
  );
});
