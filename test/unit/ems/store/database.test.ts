import assert from 'node:assert/strict';
import { mkdtempDisposable, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { openStore } from '../../../../ems/store/database.ts';
import { currentState, nextRevision, settleState } from '../../../../ems/store/state.ts';
import { openWitness } from '../../../../ems/store/witness.ts';
import { hasCode } from '../../../../shared/errors/app-error.ts';
import { silentLog } from '../../../../shared/log.ts';

const directoryForTest = () => mkdtempDisposable(path.join(os.tmpdir(), 'stile-database-'));

test('a database of a newer release is refused by name and left as it is', async () => {
  await using directory = await directoryForTest();
  const file = path.join(directory.path, 'ems.sqlite');
  await (await openStore({ kind: 'sqlite' }, directory.path, silentLog))[Symbol.asyncDispose]();
  const read = (work: (database: DatabaseSync) => void) => {
    using database = new DatabaseSync(file);
    work(database);
  };
  const names = (database: DatabaseSync) =>
    database
      .prepare('select name from kysely_migration order by name')
      .all()
      .map((row) => row.name);
  const own: unknown[] = [];
  read((database) => void own.push(...names(database)));
  assert.ok(own.length > 0);
  read((database) =>
    database.exec("insert into kysely_migration (name, timestamp) values ('9999-of-the-future', '2099-01-01')"),
  );
  await assert.rejects(openStore({ kind: 'sqlite' }, directory.path, silentLog), (error) => {
    assert.ok(hasCode(error, 'database-newer'), String(error));
    assert.equal(error.params.database, `SQLite ${file}`);
    assert.match(error.next, /Start that release/);
    return true;
  });
  read((database) => assert.deepEqual(names(database), [...own, '9999-of-the-future']));
});

test('a database opened again keeps its shape and its rows, for its owner only', async () => {
  await using directory = await directoryForTest();
  const file = path.join(directory.path, 'ems.sqlite');
  const mark = path.join(directory.path, 'epoch.json');
  const first = await openStore({ kind: 'sqlite' }, directory.path, silentLog);
  const made = await settleState(first.db, await openWitness(mark));
  assert.equal(await nextRevision(first.db), 2);
  assert.equal((await stat(`${file}-wal`)).mode & 0o777, 0o600);
  await first[Symbol.asyncDispose]();
  await using second = await openStore({ kind: 'sqlite' }, directory.path, silentLog);
  const after = await settleState(second.db, await openWitness(mark));
  assert.deepEqual(after, { ...made, revision: 2 });
  assert.deepEqual(await currentState(second.db), after);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
});

test('a revision that a transaction took and did not keep is given again', async () => {
  await using directory = await directoryForTest();
  await using store = await openStore({ kind: 'sqlite' }, directory.path, silentLog);
  const { db } = store;
  await settleState(db, await openWitness(path.join(directory.path, 'epoch.json')));
  const failing = db.transaction().execute(async (queries) => {
    await nextRevision(queries);
    throw new Error('no');
  });
  await assert.rejects(failing, /no/);
  const taken = await Promise.all(
    Array.from({ length: 5 }, () => db.transaction().execute((queries) => nextRevision(queries))),
  );
  assert.deepEqual(taken, [2, 3, 4, 5, 6]);
});
