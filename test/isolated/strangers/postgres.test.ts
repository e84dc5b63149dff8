// PostgreSQL behind the gateway, reached by its name through the agent with psql: what is long, large, or takes two connections.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { knownBytes } from '../../../build/demo/stage/services/known-bytes.ts';
import { type Postgres, postgresPort, startPostgres } from './servers/postgres.ts';
import { asked } from './stage/organisation.ts';
import { inOwnMachine } from './stage/own-machine.ts';
import type { Running } from './stage/run.ts';
import { openStage, type Stage } from './stage/stage.ts';
import { loseTag, regainTag } from './stage/tag.ts';

await inOwnMachine();

let stage: Stage;
let postgres: Postgres;
/** Waits for a notification all the while. */
let listener: Running;
const opened = new AsyncDisposableStack();

before(async () => {
  stage = opened.use(await openStage({ services: [{ name: 'db', port: postgresPort }] }));
  postgres = opened.use(await startPostgres());
  listener = opened.use(psqlSession());
  listener.type('listen news;\n\\echo listening\n');
  await listener.says('listening');
});
after(() => opened.disposeAsync());

/** What psql says of a reset: the first when it reads, the others when it writes first. */
const broken = /Connection reset by peer|server closed the connection unexpectedly|connection to server was lost/;
const controlC = '\u0003';
const psql = ['/usr/bin/psql', '-X', '-h', 'db.corp.test', '-v', 'ON_ERROR_STOP=1'];
const query = (sql: string, env: Readonly<Record<string, string>> = {}) =>
  stage.device.run([...psql, '-At', '-c', sql], { env: { ...postgres.env, ...env } });
const begin = (...args: readonly string[]) =>
  stage.device.start([...psql, ...args], { env: postgres.env, limitMs: 120_000 });

/** psql that reads what is typed. */
function psqlSession(): Running {
  return begin('-At');
}

/** How many connections the server has, besides the one that asks. */
async function others(): Promise<number> {
  const { out } = await query(
    `select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  return Number(out);
}

test('a query by name, with a password that is proved and not sent', async () => {
  const { code, out, all } = await query('select inet_server_port(), current_user');
  assert.equal(code, 0, all);
  assert.equal(out, '5432|stile\n');
});

test('TLS is between psql and the server, which proves the name that was asked for', async () => {
  const full = { PGSSLMODE: 'verify-full' };
  const { code, out, all } = await query('select version from pg_stat_ssl where pid = pg_backend_pid()', full);
  assert.equal(code, 0, all);
  assert.equal(out, 'TLSv1.3\n');
  const wrongCa = await query('select 1', { ...full, PGSSLROOTCERT: stage.pem.ca });
  assert.match(wrongCa.err, /certificate verify failed/);
});

test('8 MiB go in and come out by COPY as they are', async () => {
  const [rows, copy] = [path.join(stage.directory, 'rows'), path.join(stage.directory, 'copy')];
  writeFileSync(rows, lines(8 * 1024 * 1024));
  assert.equal((await query('create table lines (number serial, line text)')).code, 0);
  const put = await query(`\\copy lines (line) from '${rows}'`);
  assert.equal(put.code, 0, put.all);
  const got = await query(`\\copy (select line from lines order by number) to '${copy}'`);
  assert.equal(got.code, 0, got.all);
  assert.equal(hashOf(copy), hashOf(rows));
});

test('Ctrl-C in psql stops a query at the server, by a second connection, and the first lives on', async () => {
  // Only with a terminal does psql live on itself; script(1) gives it one.
  const command = [...psql, '-P', 'pager=off'].join(' ');
  await using session = stage.device.start(['/usr/bin/script', '-qec', command, '/dev/null'], { env: postgres.env });
  session.type('select pg_backend_pid() as first \\gset\n');
  session.type('select pg_sleep(100);\n');
  await isSleeping();
  session.type(controlC);
  await session.says('canceling statement due to user request');
  session.type("select 'still ' || (pg_backend_pid() = :first);\n");
  await session.says('still true');
});

test('another session can cancel a query, and end a connection', async () => {
  await using session = psqlSession();
  for (const [call, says] of [
    ['pg_cancel_backend', /canceling statement due to user request/],
    ['pg_terminate_backend', /terminating connection due to administrator command/],
  ] as const) {
    await using sleeping = begin('-c', 'select pg_sleep(100)');
    await isSleeping();
    session.type(`select ${call}(pid) from pg_stat_activity where query = 'select pg_sleep(100)';\n`);
    assert.match((await sleeping.ended).err, says);
  }
});

test('who has been listening all the while hears a notification', async () => {
  assert.equal((await query("notify news, 'hello'")).code, 0);
  listener.type('select 1;\n');
  await listener.says('Asynchronous notification "news" with payload "hello" received');
});

test('when the tag is lost, idle and busy connections break, and the server is rid of them', async () => {
  await using pouring = begin('-c', "\\copy (select generate_series(1, 1000000000)) to '/dev/null'");
  await using sleeping = begin('-c', 'select pg_sleep(100)');
  await using writing = begin('-c', 'create table half (line text)', '-c', '\\copy half from stdin');
  writing.type('a line\n');
  await asked(async () => (await others()) >= 4);
  await loseTag(stage);
  writing.child.stdin?.end('another line\n');
  for (const client of [pouring, sleeping, writing]) {
    const { code, err, all } = await client.ended;
    assert.notEqual(code, 0, all);
    assert.match(err, broken, all);
  }
  listener.type('select 2;\n');
  assert.match((await listener.ended).err, broken);
  assert.notEqual((await query('select 1')).code, 0);

  await regainTag(stage);
  await asked(async () => (await others()) === 0);
  assert.equal((await query('select count(*) from half')).out, '0\n', 'half a COPY is none');
});

async function isSleeping(): Promise<void> {
  const asking = "select 1 from pg_stat_activity where query like 'select pg_sleep(100)%' and state = 'active'";
  await asked(async () => (await query(asking)).out === '1\n');
}

/** Rows of text that no COPY has to escape. */
function lines(bytes: number): string {
  const text = Buffer.concat([...knownBytes(bytes / 2)]).toString('hex');
  return `${text.match(/.{1,100}/g)?.join('\n')}\n`;
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
