// That nothing is answered before it is on the disk, and that the disk is not asked once for each.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { Kysely, sql } from 'kysely';
import { makeOnDisk, walOnDisk } from '../../../../ems/store/on-disk.ts';
import { sqliteDialect } from '../../../../ems/store/sqlite-dialect.ts';

/** A disk that takes its time, until it is let go. */
function slowDisk() {
  const asked: PromiseWithResolvers<void>[] = [];
  const sync = () => {
    const next = Promise.withResolvers<void>();
    asked.push(next);
    return next.promise;
  };
  return { asked, sync };
}

/** Lets everything happen that needs nothing but time. */
const aWhile = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

async function isDone(promise: Promise<unknown>): Promise<boolean> {
  await aWhile();
  return Promise.race([promise.then(() => true), Promise.resolve(false)]);
}

test('nobody waits while nothing was written', async () => {
  const { asked, sync } = slowDisk();
  await makeOnDisk(sync).settled();
  assert.equal(asked.length, 0);
});

test('what is written while the disk is at work waits for the next time, all of it together', async () => {
  const { asked, sync } = slowDisk();
  const disk = makeOnDisk(sync);
  disk.written();
  const first = disk.settled();
  disk.written();
  const later = [disk.settled(), disk.settled(), disk.settled()];
  assert.equal(asked.length, 1);
  asked[0]?.resolve();
  await first;
  assert.equal(await isDone(Promise.race(later)), false);
  assert.equal(asked.length, 2);
  asked[1]?.resolve();
  await Promise.all(later);
});

test('a disk that fails is believed no more', async () => {
  const disk = makeOnDisk(() => Promise.reject(new Error('input/output error')));
  disk.written();
  await assert.rejects(disk.settled(), /input\/output/);
  disk.written();
  await assert.rejects(disk.settled(), /input\/output/);
});

interface Counters {
  readonly counters: { name: string; value: number };
}

async function onSlowDisk(
  work: (db: Kysely<Counters>, asked: PromiseWithResolvers<void>[], notices: readonly string[]) => Promise<void>,
) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'stile-on-disk-'));
  const { asked, sync } = slowDisk();
  let isSlow = false;
  const database = new DatabaseSync(path.join(folder, 'db.sqlite'));
  const notices: string[] = [];
  const dialect = sqliteDialect(
    database,
    (payload) => notices.push(payload),
    async () => makeOnDisk(() => (isSlow ? sync() : Promise.resolve())),
  );
  try {
    await using db = new Kysely<Counters>({ dialect });
    await sql`create table counters (name text primary key, value integer not null)`.execute(db);
    await db.insertInto('counters').values({ name: 'a', value: 0 }).execute();
    isSlow = true;
    await work(db, asked, notices);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const set = (db: Kysely<Counters>, value: number) =>
  db.transaction().execute((queries) => queries.updateTable('counters').set({ value }).execute());
const get = (db: Kysely<Counters>) => db.selectFrom('counters').select('value').executeTakeFirstOrThrow();

test('a transaction is answered when it is on the disk, and who read what it wrote is, too', async () => {
  await onSlowDisk(async (db, asked) => {
    const writing = set(db, 1);
    await aWhile();
    const reading = get(db);
    const looking = db.transaction().execute((queries) => queries.selectFrom('counters').selectAll().execute());
    assert.equal(await isDone(Promise.race([writing, reading, looking])), false);
    assert.equal(asked.length, 1);
    asked[0]?.resolve();
    await Promise.all([writing, looking]);
    assert.equal((await reading).value, 1);
  });
});

test('while the disk is at work others go on, and share the next time', async () => {
  await onSlowDisk(async (db, asked) => {
    const first = set(db, 1);
    await aWhile();
    const others = Array.from({ length: 20 }, (_, at) => set(db, at));
    await aWhile();
    assert.equal(asked.length, 1);
    asked[0]?.resolve();
    await first;
    await aWhile();
    assert.equal(asked.length, 2);
    asked[1]?.resolve();
    await Promise.all(others);
  });
});

test('others are told of a change when it is on the disk', async () => {
  await onSlowDisk(async (db, asked, notices) => {
    const writing = db.transaction().execute(async (queries) => {
      await queries.updateTable('counters').set({ value: 1 }).execute();
      await sql`select pg_notify('changes', 'a')`.execute(queries);
    });
    await aWhile();
    assert.deepEqual(notices, []);
    asked[0]?.resolve();
    await writing;
    assert.deepEqual(notices, ['a']);
  });
});

test('reading alone asks nothing of the disk', async () => {
  await onSlowDisk(async (db, asked) => {
    await get(db);
    await db.transaction().execute((queries) => queries.selectFrom('counters').selectAll().execute());
    assert.equal(asked.length, 0);
  });
});

test('the log of a real database can be brought to the disk', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'stile-on-disk-'));
  try {
    using database = new DatabaseSync(path.join(folder, 'db.sqlite'));
    database.exec('pragma journal_mode = wal; create table t (a)');
    await using disk = await walOnDisk(path.join(folder, 'db.sqlite'));
    disk.written();
    await disk.settled();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
