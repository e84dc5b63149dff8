// What a database must be for an EMS to go on with it: of this release, and of the life that it remembers.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { runningEms } from '../../doubles/running-ems.ts';
import { testStore } from '../../doubles/stores.ts';

async function inDirectory(run: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-ems-'));
  try {
    await run(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

test('a database of a newer release is refused and left as it is', async () => {
  await inDirectory(async (directory) => {
    const first = await runningEms({ directory });
    await first.stop();
    const store = testStore();
    const known = 'select name from kysely_migration order by name';
    const before = await store.query(directory, known);
    const later = "insert into kysely_migration (name, timestamp) values ('9999-of-the-future', '2099-01-01')";
    await store.query(directory, later);
    await assert.rejects(runningEms({ directory }), (error) => hasCode(error, 'database-newer'));
    assert.equal((await store.query(directory, known)).length, before.length + 1);
  });
});

test('a database without its mark, or with that of another life, begins a new epoch', async () => {
  await inDirectory(async (directory) => {
    const mark = path.join(directory, 'data', 'epoch.json');
    const epochOf = async () => {
      await using ems = await runningEms({ directory });
      return (await ems.admin.call('status', {})).epoch;
    };
    const first = await epochOf();
    assert.equal(await epochOf(), first);
    await rm(mark);
    const second = await epochOf();
    assert.notEqual(second, first);
    await writeFile(mark, JSON.stringify({ epoch: first, revision: 1 }));
    const third = await epochOf();
    assert.ok(third !== first && third !== second);
  });
});
