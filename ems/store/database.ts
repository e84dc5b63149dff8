// Opens the EMS's database and brings it to this release's shape.

import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Dialect, Kysely, type Transaction } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';
import * as initial from './migrations/0001-initial.ts';
import * as severalProcesses from './migrations/0002-several-processes.ts';
import * as webCertificates from './migrations/0003-web-certificates.ts';
import * as administrators from './migrations/0004-administrators.ts';
import * as ztnaAuthorities from './migrations/0005-ztna-authorities.ts';
import * as lostRecords from './migrations/0006-lost-records.ts';
import * as shellPolicy from './migrations/0007-shell-policy.ts';
import * as onFabric from './migrations/0008-on-fabric.ts';
import * as managedDevices from './migrations/0009-managed-devices.ts';
import * as users from './migrations/0010-users.ts';
import { type Hearer, hear } from './notices.ts';
import { clientConfig } from './postgres/client-config.ts';
import { SerialPostgresDialect } from './postgres/dialect.ts';
import { listenOnPostgres } from './postgres/listener.ts';
import { openPool } from './postgres/pool.ts';
import { type DatabaseSettings, databaseTitle, embeddedFile } from './settings.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import type { Tables } from './tables.ts';

/** A transaction is alone while it lasts, unless it says that it is `read only`: then it sees one moment. */
export type Database = Kysely<Tables>;
/** Anything that runs queries: the database itself or one transaction. */
export type Queries = Database | Transaction<Tables>;

export interface Store extends AsyncDisposable {
  readonly db: Database;
  /** Whether other EMS processes may use it at the same time. */
  readonly isShared: boolean;
  /** Hears, until disposed, what transactions of this process and of others announce. */
  listen(hearer: Hearer): Promise<AsyncDisposable>;
}

const migrations: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-several-processes': severalProcesses,
  '0003-web-certificates': webCertificates,
  '0004-administrators': administrators,
  '0005-ztna-authorities': ztnaAuthorities,
  '0006-lost-records': lostRecords,
  '0007-shell-policy': shellPolicy,
  '0008-on-fabric': onFabric,
  '0009-managed-devices': managedDevices,
  '0010-users': users,
};

/**
 * Opens the database of the settings; the embedded one is made (0600) if absent.
 * @throws AppError `database-newer`, `database-unreachable`, `database-refused`, `config-unreadable`
 */
export async function openStore(settings: DatabaseSettings, directory: string, log: Logger): Promise<Store> {
  const { dialect, ...rest } = await partsOf(settings, directory, log);
  const db = new Kysely<Tables>({ dialect });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return { db, ...rest, [Symbol.asyncDispose]: () => db.destroy() };
  await db.destroy();
  if (/previously executed migration .* is missing/.test(String(error)))
    throw new AppError('database-newer', { database: databaseTitle(settings, directory) }, { cause: error });
  throw error;
}

type Parts = Pick<Store, 'isShared' | 'listen'> & { readonly dialect: Dialect };

async function partsOf(settings: DatabaseSettings, directory: string, log: Logger): Promise<Parts> {
  if (settings.kind === 'sqlite') return embedded(embeddedFile(directory));
  const client = await clientConfig(settings);
  const database = databaseTitle(settings, directory);
  return {
    dialect: new SerialPostgresDialect({ pool: openPool({ client, most: settings.connections, database, log }) }),
    isShared: true,
    listen: (hearer) => listenOnPostgres({ client, database, hearer, log }),
  };
}

function embedded(file: string): Parts {
  // SQLite gives its other files the mode of this one.
  closeSync(openSync(file, 'a', 0o600));
  const hearers = new Set<Hearer>();
  return {
    dialect: sqliteDialect(new DatabaseSync(file), (payload) => {
      for (const each of hearers) hear(each, payload);
    }),
    isShared: false,
    async listen(hearer) {
      hearers.add(hearer);
      return { [Symbol.asyncDispose]: async () => void hearers.delete(hearer) };
    },
  };
}
