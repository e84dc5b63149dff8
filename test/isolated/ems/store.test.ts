// What both kinds of database promise, held against both.

import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { openStore, type Store } from '../../../ems/store/database.ts';
import { announce, type Notice, tagsChanged } from '../../../ems/store/notices.ts';
import type { DatabaseSettings } from '../../../ems/store/settings.ts';
import { currentState, nextRevision, settleState } from '../../../ems/store/state.ts';
import { openWitness } from '../../../ems/store/witness.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { silentLog } from '../../../shared/log.ts';
import { startPostgres } from '../../doubles/postgres.ts';

const postgres = await startPostgres();
after(() => postgres[Symbol.asyncDispose]());

interface Kind {
  readonly name: string;
  readonly settings: () => Promise<DatabaseSettings>;
  /** How many processes there are at least to be. */
  readonly processes: number;
}

const kinds: readonly Kind[] = [
  { name: 'SQLite', settings: async () => ({ kind: 'sqlite' }), processes: 1 },
  { name: 'PostgreSQL', settings: () => postgres.newDatabase(), processes: 1 },
  { name: 'PostgreSQL with two processes', settings: () => postgres.newDatabase(), processes: 2 },
];

/** The same database opened once for every process. */
async function opened({ settings, processes }: Kind) {
  const stack = new AsyncDisposableStack();
  const directory = stack.use(await mkdtempDisposable(path.join(os.tmpdir(), 'stile-store-')));
  const wanted = await settings();
  const stores: Store[] = [];
  for (let each = 0; each < processes; each += 1)
    stores.push(stack.use(await openStore(wanted, directory.path, silentLog)));
  const [first] = stores;
  assert.ok(first);
  await settleState(first.db, await openWitness(path.join(directory.path, 'epoch.json')));
  return { stores, first, last: stores.at(-1) ?? first, wanted, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

for (const kind of kinds) {
  test(`${kind.name}: what a transaction has read nobody changes before it has written`, async () => {
    await using here = await opened(kind);
    const before = (await currentState(here.first.db)).revision;
    const add = (store: Store) =>
      store.db.transaction().execute(async (queries) => {
        const { revision } = await currentState(queries);
        await soon();
        await queries
          .updateTable('ems_state')
          .set({ revision: revision + 1 })
          .execute();
      });
    await Promise.all(Array.from({ length: 30 }, (_, at) => add(here.stores[at % here.stores.length] ?? here.first)));
    assert.equal((await currentState(here.last.db)).revision, before + 30);
  });

  test(`${kind.name}: one that only reads sees one moment`, async () => {
    await using here = await opened(kind);
    const reading = here.first.db.transaction().setAccessMode('read only');
    const seen = await reading.execute(async (queries) => {
      const before = await currentState(queries);
      if (here.first.isShared) await nextRevision(here.last.db);
      return [before.revision, (await currentState(queries)).revision];
    });
    assert.equal(seen[0], seen[1]);
  });

  test(`${kind.name}: what is announced is heard by every process once it is committed, and never if it is not`, async () => {
    await using here = await opened(kind);
    const heard = await Promise.all(
      here.stores.map(async (store) => {
        const notices: Notice[] = [];
        const enough = Promise.withResolvers<void>();
        const notice = (each: Notice) => void (notices.push(each) === 2 && enough.resolve());
        const listening = await store.listen({ notice, gap: () => undefined });
        return { notices, enough: enough.promise, listening };
      }),
    );
    await here.first.db.transaction().execute((queries) => announce(queries, tagsChanged));
    const failing = here.first.db.transaction().execute(async (queries) => {
      await announce(queries, { kind: 'ended', id: 'never', why: 'refused' });
      throw new Error('no');
    });
    await assert.rejects(failing, /no/);
    const last: Notice = { kind: 'ended', id: 'last', why: 'withdrawn' };
    await announce(here.last.db, last);
    for (const { notices, enough, listening } of heard) {
      await enough;
      assert.deepEqual(notices, [tagsChanged, last]);
      await listening[Symbol.asyncDispose]();
    }
  });

  test(`${kind.name}: a row that is there already is told by its code, and changes nothing`, async () => {
    await using here = await opened(kind);
    const row = { id: 1, body: '{}' };
    const before = await currentState(here.first.db);
    const twice = here.first.db.transaction().execute(async (queries) => {
      await nextRevision(queries);
      await queries.insertInto('rules').values(row).execute();
      await queries.insertInto('rules').values(row).execute();
    });
    await assert.rejects(twice, (error) => hasCode(error, 'thing-exists'));
    assert.deepEqual(await currentState(here.first.db), before);
  });
}

test('a change that cannot begin because somebody else does not end his is told as busy; who only reads does not wait', async () => {
  const settings = async () => ({ ...(await postgres.newDatabase()), lockTimeoutMs: 300 });
  await using here = await opened({ name: '', settings, processes: 2 });
  const over = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const frozen = here.first.db.transaction().execute(async (queries) => {
    await nextRevision(queries);
    begun.resolve();
    await over.promise;
  });
  await begun.promise;
  const before = await here.last.db.transaction().setAccessMode('read only').execute(currentState);
  const waiting = here.last.db.transaction().execute((queries) => nextRevision(queries));
  await assert.rejects(waiting, (error) => hasCode(error, 'database-busy'));
  over.resolve();
  await frozen;
  assert.equal(await here.last.db.transaction().execute((queries) => nextRevision(queries)), before.revision + 2);
});
