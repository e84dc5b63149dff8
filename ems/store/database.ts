// Opens the EMS's database and brings it to this release's shape.

import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Dialect, Kysely, type Transaction } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';
import * as initial from './migrations/0001-initial.ts';
import { clientConfig } from './postgres/client-config.ts';
import { SerialPostgresDialect } from './postgres/dialect.ts';
import { openPool } from './postgres/pool.ts';
import { type DatabaseSettings, databaseTitle, embeddedFile } from './settings.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import type { Tables } from './tables.ts';

/** A transaction is alone while it lasts, unless it says that it is `read only`: then it sees one moment. */
export type Database = Kysely<Tables>;
/** Anything that runs queries: the database itself or one transaction. */
export type Queries = Database | Transaction<Tables>;

const migrations: Readonly<Record<string, Migration>> = { '0001-initial': initial };

/**
 * Opens the database of the settings; the embedded one is made (0600) if absent.
 * @throws AppError `database-newer`, `database-unreachable`, `database-refused`, `config-unreadable`
 */
export async function openDatabase(settings: DatabaseSettings, directory: string, log: Logger): Promise<Database> {
  const db = new Kysely<Tables>({ dialect: await dialectOf(settings, directory, log) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return db;
  await db.destroy();
  if (/previously executed migration .* is missing/.test(String(error)))
    throw new AppError('database-newer', { database: databaseTitle(settings, directory) }, { cause: error });
  throw error;
}

async function dialectOf(settings: DatabaseSettings, directory: string, log: Logger): Promise<Dialect> {
  if (settings.kind === 'sqlite') {
    const file = embeddedFile(directory);
    // SQLite gives its other files the mode of this one.
    closeSync(openSync(file, 'a', 0o600));
    return sqliteDialect(new DatabaseSync(file));
  }
  const client = await clientConfig(settings);
  const database = databaseTitle(settings, directory);
  return new SerialPostgresDialect({ pool: openPool({ client, most: settings.connections, database, log }) });
}
