// What the EMS says when PostgreSQL does not let it in or is away, and how it goes on.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtempDisposable, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { after, test } from 'node:test';
import { openStore } from '../../../ems/store/database.ts';
import { type DatabaseSettings, databaseSettings } from '../../../ems/store/settings.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { silentLog } from '../../../shared/log.ts';
import { createAuthority } from '../../../shared/node/x509/authority.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { issue } from '../../../shared/node/x509/issue.ts';
import { newKeyPair, privateKeyPem } from '../../../shared/node/x509/keys.ts';
import { compiled } from '../../doubles/compiled.ts';
import { passwordFile, startPostgres } from '../../doubles/postgres.ts';
import { nextUid, runningEms, testInventory } from '../../doubles/running-ems.ts';
import { openLink } from '../../integration/ems/agent-link.ts';

const postgres = await startPostgres();
after(() => postgres[Symbol.asyncDispose]());

const secret = 'correct horse battery staple';
await postgres.query('postgres', `create role keeper login password '${secret}'`);

/** Over TCP this server asks for a password. */
async function overTcp(): Promise<Extract<DatabaseSettings, { kind: 'postgres' }>> {
  const { name, port } = await postgres.newDatabase();
  await postgres.query('postgres', `alter database ${name} owner to keeper`);
  await postgres.query('postgres', `grant all on database ${name} to keeper`);
  return { kind: 'postgres', host: '127.0.0.1', port, name, user: 'keeper', connections: 4, lockTimeoutMs: 10_000 };
}

const program = path.resolve(import.meta.dirname, '../../../ems/main.ts');

/** The program with these database settings, until it is up or has ended: its exit status and all that it wrote. */
async function startProgram(
  database: DatabaseSettings,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number | 'up'; readonly text: string }> {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-ems-'));
  const free = { host: '127.0.0.1', port: 0 };
  const file = path.join(directory.path, 'ems.json');
  await writeFile(file, JSON.stringify({ agent: free, gateway: free, public: free, console: free, database }));
  const options = [
    '--config',
    file,
    '--data',
    directory.path,
    '--admin-socket',
    path.join(directory.path, 'admin.sock'),
  ];
  const child = spawn(process.execPath, [program, ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...compiled, LC_ALL: 'C', ...environment },
  });
  let text = '';
  const isUp = new Promise<'up'>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.includes('the EMS is up')) resolve('up');
    });
  });
  const closed = once(child, 'close').then(([status]) => Number(status));
  const status = await Promise.race([isUp, closed]);
  child.kill('SIGTERM');
  await closed;
  return { status, text };
}

test('a password comes from its file, from PGPASSWORD or from PGPASSFILE, and stands in no line', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-password-'));
  const database = await overTcp();
  const passFile = path.join(directory.path, 'pgpass');
  await writeFile(passFile, `127.0.0.1:${postgres.port}:*:keeper:${secret}\n`);
  await chmod(passFile, 0o600);
  const ways = [
    startProgram({ ...database, passwordFile: await passwordFile(directory.path, secret) }),
    startProgram(await overTcp(), { PGPASSWORD: secret }),
    startProgram(await overTcp(), { PGPASSFILE: passFile }),
  ];
  for (const { status, text } of await Promise.all(ways)) {
    assert.equal(status, 'up', text);
    assert.ok(!text.includes(secret));
  }
});

test('what is wrong with the settings is told by a code, a reason and what to do, without the password', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-password-'));
  const database = await overTcp();
  const wrong = await passwordFile(directory.path, 'hunter2');
  const cases = [
    [{ ...database, passwordFile: wrong }, 'database-refused', /does not accept the password/],
    [database, 'database-refused', /asks for a password and none is given/],
    [{ ...database, host: postgres.directory, name: 'nowhere' }, 'database-refused', /no database of that name/],
    [{ ...database, passwordFile: wrong, tls: 'verify' }, 'database-refused', /does not speak TLS/],
    [{ ...database, port: 1 }, 'database-unreachable', /cannot be reached/],
    [{ ...database, host: '/nowhere' }, 'database-unreachable', /cannot be reached/],
  ] as const;
  const attempts = cases.map(async ([settings, code, why]) => [await startProgram(settings), code, why] as const);
  for (const [{ status, text }, code, why] of await Promise.all(attempts)) {
    assert.equal(status, 1, text);
    assert.ok(text.includes(`"code":"${code}"`), text);
    assert.match(text, why);
    assert.match(text, /"next":"[A-Z]/);
    assert.ok(!text.includes('hunter2'));
  }
});

test('across a network the certificate of the database is checked: its CA and its name', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-tls-'));
  const caOf = async (commonName: string) => {
    const authority = await createAuthority({ role: 'fabric', commonName, days: 2 });
    const file = path.join(directory.path, `${commonName}.pem`);
    await writeFile(file, authority.certificatePem);
    return { authority, file };
  };
  const [own, foreign] = [await caOf('own'), await caOf('foreign')];
  const keys = await newKeyPair('p256');
  const common = { authority: own.authority, publicKey: keys.publicKey, publicUrl: 'http://localhost:1', days: 1 };
  const { certificatePem } = await issue({ ...common, subjectCn: 'db', ipAddresses: ['127.0.0.1'], eku: 'server' });
  await using server = await startPostgres({ key: privateKeyPem(keys), cert: certificatePem });
  await server.query('postgres', `create role keeper login superuser password '${secret}'`);
  const { name, port } = await server.newDatabase();
  const passwordAt = await passwordFile(directory.path, secret);
  const openWith = async (over: Readonly<Record<string, unknown>>): Promise<string> => {
    const given = {
      kind: 'postgres',
      host: '127.0.0.1',
      port,
      name,
      user: 'keeper',
      passwordFile: passwordAt,
      ...over,
    };
    const opening = openStore(databaseSettings.parse(given), directory.path, silentLog);
    return await opening.then(
      (store) => store[Symbol.asyncDispose]().then(() => 'opened'),
      (error: unknown) => (hasCode(error, 'database-refused') ? String(error.params.why) : String(error)),
    );
  };
  assert.equal(await openWith({ tls: 'verify', caFile: own.file }), 'opened');
  const unvouched = 'its certificate is not one that caFile vouches for';
  assert.equal(await openWith({ tls: 'verify', caFile: foreign.file }), unvouched);
  assert.equal(await openWith({ tls: 'verify' }), unvouched);
  // Reached by a name that its certificate does not hold.
  assert.equal(await openWith({ tls: 'verify', caFile: own.file, host: 'localhost' }), unvouched);
});

test('while the database is away requests are answered with a code and no beat is given; then all goes on', async () => {
  const own = await startPostgres();
  await using _ = own;
  const database = await own.newDatabase();
  await using ems = await runningEms({ settings: { database, beatIntervalMs: 20, sweepMs: 20 } });
  const device = await ems.enroll();
  using link = openLink(ems, 'agent', device);
  const { revision: first } = await link.hear((event) => event.type === 'beat');
  await ems.enroll();
  const { revision } = await link.hear((event) => event.type === 'beat' && event.revision > first);
  await using client = ems.agentClient(device);

  await own.stop('fast');
  const refused = (error: unknown): boolean =>
    hasCode(error, 'ems-refused') && error.params.status === 503 && error.params.why === 'database-unreachable';
  await assert.rejects(client.call('profile', {}), refused);
  await assert.rejects(ems.admin.call('status', {}), (error) => hasCode(error, 'database-unreachable'));
  const heard = link.heard.length;
  for (let tries = 0; tries < 5; tries += 1) await assert.rejects(client.call('profile', {}), refused);
  assert.equal(link.heard.length, heard);

  await own.start();
  while ((await client.call('profile', {}).catch(() => null)) === null);
  await ems.enroll();
  await link.hear((event) => event.type === 'beat' && event.revision > revision);
});

test('strangers who come while the database is away are not counted as guessing', async () => {
  const own = await startPostgres();
  await using _ = own;
  await using ems = await runningEms({ settings: { database: await own.newDatabase() } });
  const code = await ems.code();
  await own.stop('fast');
  await using client = ems.agentClient();
  const uid = nextUid();
  const body = { code, uid, csr: await makeCsr(await newKeyPair('p256'), uid), inventory: testInventory };
  for (let tries = 0; tries < 12; tries += 1)
    await assert.rejects(
      client.call('enroll', { body }),
      (error) => hasCode(error, 'ems-refused') && error.params.why === 'database-unreachable',
    );
  await own.start();
  assert.match((await client.call('enroll', { body })).serial, /^[0-9A-F]+$/);
});
