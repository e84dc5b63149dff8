// The databases that the EMS's tests run on: SQLite, unless a test file says that it is PostgreSQL's turn.

import { copyFile, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { DatabaseSettings } from '../../ems/store/settings.ts';
import type { TestPostgres } from './postgres.ts';

/** A kind of database, as the tests of one file use it; each EMS is known by its directory. */
export interface TestStore {
  /** What the EMS of a directory is told: the same directory, the same database. */
  settingsFor(directory: string): Promise<DatabaseSettings>;
  /** Copies the database of an EMS that does not run; what is returned puts the copy in its place. */
  backUp(directory: string): Promise<() => Promise<void>>;
  query(directory: string, sql: string): Promise<readonly Record<string, unknown>[]>;
  /** The names of all tables, each as `name`. */
  readonly tablesQuery: string;
  /** All that is kept, in whatever form. */
  everything(directory: string): Promise<string>;
}

const fileOf = (directory: string): string => path.join(directory, 'data', 'ems.sqlite');

const sqlite: TestStore = {
  tablesQuery: "select name from sqlite_master where type = 'table' order by name",
  settingsFor: async () => ({ kind: 'sqlite' }),
  async backUp(directory) {
    const copy = path.join(directory, 'backup');
    await copyFile(fileOf(directory), copy);
    return () => copyFile(copy, fileOf(directory));
  },
  async query(directory, sql) {
    using database = new DatabaseSync(fileOf(directory));
    return database.prepare(sql).all();
  },
  async everything(directory) {
    const data = path.join(directory, 'data');
    const files = (await readdir(data)).filter((name) => name.startsWith('ems.sqlite'));
    const texts = await Promise.all(files.map((name) => readFile(path.join(data, name), 'latin1')));
    return texts.join('\n');
  },
};

/** Every EMS on a database of its own of this server. */
export function storeOn(postgres: TestPostgres): TestStore {
  const databases = new Map<string, ReturnType<TestPostgres['newDatabase']>>();
  const settingsFor = (directory: string) => {
    const known = databases.get(directory) ?? postgres.newDatabase();
    databases.set(directory, known);
    return known;
  };
  const nameOf = async (directory: string): Promise<string> => (await settingsFor(directory)).name;
  return {
    tablesQuery: "select tablename as name from pg_tables where schemaname = 'public' order by name",
    settingsFor,
    async backUp(directory) {
      const name = await nameOf(directory);
      await postgres.copyDatabase(name, `${name}_backup`);
      return () => postgres.copyDatabase(`${name}_backup`, name);
    },
    query: async (directory, sql) => await postgres.query(await nameOf(directory), sql),
    everything: async (directory) => await postgres.dump(await nameOf(directory)),
  };
}

let current: TestStore = sqlite;

/** The store of this test file. */
export function testStore(): TestStore {
  return current;
}

/** From here on the tests of this process run on another store. */
export function useStore(store: TestStore): void {
  current = store;
}
