// Opens the EMS's database and brings it to this release's shape.

import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, type Transaction } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { AppError } from '../../shared/errors/app-error.ts';
import * as initial from './migrations/0001-initial.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;
/** Anything that runs queries: the database itself or one transaction. */
export type Queries = Database | Transaction<Tables>;

const migrations: Readonly<Record<string, Migration>> = { '0001-initial': initial };

/** Opens the embedded database, making it (0600) if absent. @throws AppError `database-newer` */
export async function openDatabase(path: string): Promise<Database> {
  // SQLite gives its other files the mode of this one.
  closeSync(openSync(path, 'a', 0o600));
  const db = new Kysely<Tables>({ dialect: sqliteDialect(new DatabaseSync(path)) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return db;
  await db.destroy();
  if (/previously executed migration .* is missing/.test(String(error)))
    throw new AppError('database-newer', { path }, { cause: error });
  throw error;
}
