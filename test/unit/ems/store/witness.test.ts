import assert from 'node:assert/strict';
import { copyFile, mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openStore } from '../../../../ems/store/database.ts';
import { settleState } from '../../../../ems/store/state.ts';
import { openWitness } from '../../../../ems/store/witness.ts';
import { silentLog } from '../../../../shared/log.ts';

const directoryForTest = () => mkdtempDisposable(path.join(os.tmpdir(), 'stile-witness-'));
const openIn = (directory: string) => openStore({ kind: 'sqlite' }, directory, silentLog);

test('a process that is killed between the row and the file still finds its own token', async () => {
  await using directory = await directoryForTest();
  await using store = await openIn(directory.path);
  const file = path.join(directory.path, 'epoch.json');
  const { epoch } = await settleState(store.db, await openWitness(file));
  await copyFile(file, `${file}.before`);
  await (await openWitness(file)).testify(store.db);
  await copyFile(`${file}.before`, file);
  assert.equal((await settleState(store.db, await openWitness(file))).epoch, epoch);
});

test('a process that the database has not seen begins a new epoch, and takes none of the others with it', async () => {
  await using directory = await directoryForTest();
  await using store = await openIn(directory.path);
  const first = await openWitness(path.join(directory.path, 'first.json'));
  const before = await settleState(store.db, first);
  const second = await openWitness(path.join(directory.path, 'second.json'));
  const after = await settleState(store.db, second);
  assert.notEqual(after.epoch, before.epoch);
  assert.deepEqual([await first.vouches(store.db), await second.vouches(store.db)], [true, true]);
});

test('rows of before vouch for nobody, whatever number the revision has come to', async () => {
  await using directory = await directoryForTest();
  await using store = await openIn(directory.path);
  const witness = await openWitness(path.join(directory.path, 'epoch.json'));
  await settleState(store.db, witness);
  const rows = await store.db.selectFrom('witnesses').selectAll().execute();
  for (let change = 0; change < 2; change += 1) await witness.testify(store.db);
  await store.db.deleteFrom('witnesses').execute();
  await store.db.insertInto('witnesses').values(rows).execute();
  await store.db.updateTable('ems_state').set({ revision: 1_000 }).execute();
  assert.equal(await witness.vouches(store.db), false);
});
