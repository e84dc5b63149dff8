import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { Kysely, sql } from 'kysely';
import { sqliteDialect } from '../../../../ems/store/sqlite-dialect.ts';

interface Counters {
  readonly counters: { name: string; value: number };
}

async function counting(): Promise<Kysely<Counters>> {
  const db = new Kysely<Counters>({ dialect: sqliteDialect(new DatabaseSync(':memory:')) });
  await sql`create table counters (name text primary key, value integer not null)`.execute(db);
  await db.insertInto('counters').values({ name: 'a', value: 0 }).execute();
  return db;
}

async function countOf(db: Kysely<Counters>): Promise<number> {
  return (await db.selectFrom('counters').select('value').where('name', '=', 'a').executeTakeFirstOrThrow()).value;
}

test('two transactions at once take turns: what one has read, nobody changes before it has written', async () => {
  await using db = await counting();
  const told: string[] = [];
  const add = (who: string) =>
    db.transaction().execute(async (queries) => {
      told.push(`${who} begins`);
      const { value } = await queries.selectFrom('counters').select('value').executeTakeFirstOrThrow();
      await new Promise((resolve) => setImmediate(resolve));
      await queries
        .updateTable('counters')
        .set({ value: value + 1 })
        .execute();
      told.push(`${who} ends`);
    });
  await Promise.all(['first', 'second', 'third'].map(add));
  assert.equal(await countOf(db), 3);
  assert.deepEqual(told, ['first begins', 'first ends', 'second begins', 'second ends', 'third begins', 'third ends']);
});

test('a query outside of a transaction waits for its end, and never sees half of it', async () => {
  await using db = await counting();
  const begun = Promise.withResolvers<void>();
  const changing = db.transaction().execute(async (queries) => {
    await queries.updateTable('counters').set({ value: 7 }).execute();
    begun.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    await queries.updateTable('counters').set({ value: 8 }).execute();
  });
  await begun.promise;
  assert.equal(await countOf(db), 8);
  await changing;
});

test('a transaction that fails changes nothing, and the next one goes on', async () => {
  await using db = await counting();
  const failing = db.transaction().execute(async (queries) => {
    await queries.updateTable('counters').set({ value: 7 }).execute();
    throw new Error('no');
  });
  await assert.rejects(failing, /^Error: no$/);
  assert.equal(await countOf(db), 0);
  await db.transaction().execute((queries) => queries.updateTable('counters').set({ value: 1 }).execute());
  assert.equal(await countOf(db), 1);
});

test('a statement that the database refuses fails by itself and leaves the connection free', async () => {
  await using db = await counting();
  await assert.rejects(db.insertInto('counters').values({ name: 'a', value: 1 }).execute(), { code: 'thing-exists' });
  const twice = db.transaction().execute(async (queries) => {
    await queries.updateTable('counters').set({ value: 5 }).execute();
    await queries.insertInto('counters').values({ name: 'a', value: 1 }).execute();
  });
  await assert.rejects(twice, { code: 'thing-exists' });
  assert.equal(await countOf(db), 0);
});

test('changes are counted, and statements with returning give their rows', async () => {
  await using db = await counting();
  const [changed] = await db.updateTable('counters').set({ value: 2 }).where('name', '=', 'a').execute();
  assert.equal(changed?.numUpdatedRows, 1n);
  const [missed] = await db.updateTable('counters').set({ value: 2 }).where('name', '=', 'b').execute();
  assert.equal(missed?.numUpdatedRows, 0n);
  const returned = await db.deleteFrom('counters').returningAll().execute();
  assert.deepEqual(
    returned.map((row) => ({ ...row })),
    [{ name: 'a', value: 2 }],
  );
});

test('there is no reading row by row', async () => {
  await using db = await counting();
  const rows = db.selectFrom('counters').selectAll().stream();
  await assert.rejects(rows.next(), /this dialect does not stream/);
});

test('what is announced in a transaction is heard once that is committed, and never if it is not', async () => {
  const heard: string[] = [];
  await using db = new Kysely<Counters>({
    dialect: sqliteDialect(new DatabaseSync(':memory:'), (payload) => void heard.push(payload)),
  });
  const announce = (queries: Kysely<Counters>, what: string) =>
    sql`select pg_notify('channel', ${what})`.execute(queries);
  await db.transaction().execute(async (queries) => {
    await announce(queries, 'first');
    await announce(queries, 'second');
    assert.deepEqual(heard, []);
  });
  assert.deepEqual(heard, ['first', 'second']);
  const failing = db.transaction().execute(async (queries) => {
    await announce(queries, 'never');
    throw new Error('no');
  });
  await assert.rejects(failing, /no/);
  await announce(db, 'outside');
  assert.deepEqual(heard, ['first', 'second', 'outside']);
});
