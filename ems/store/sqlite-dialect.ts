// Lets Kysely speak to Node's own SQLite: one connection, one statement at a time.

import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import { AppError } from '../../shared/errors/app-error.ts';

/**
 * The dialect over one open database; `dispose` of Kysely closes it. `onNotice` gets what `pg_notify` was given, as on
 * PostgreSQL: once the transaction that called it is committed.
 */
export function sqliteDialect(database: DatabaseSync, onNotice: (payload: string) => void = () => undefined): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new SqliteDriver(database, onNotice),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class SqliteDriver implements Driver {
  readonly #database: DatabaseSync;
  readonly #connection: DatabaseConnection;
  /** Ends when whoever holds the connection lets go of it. */
  #free: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  constructor(database: DatabaseSync, onNotice: (payload: string) => void) {
    this.#database = database;
    this.#connection = new SqliteConnection(database, onNotice);
  }

  async init(): Promise<void> {
    this.#database.exec(
      'pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma busy_timeout = 5000',
    );
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#free;
    const held = Promise.withResolvers<void>();
    this.#free = before.then(() => held.promise);
    await before;
    this.#release = held.resolve;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#release();
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const begin = settings.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await connection.executeQuery(CompiledQuery.raw(begin));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async destroy(): Promise<void> {
    this.#database.close();
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #onNotice: (payload: string) => void;
  #notices: string[] = [];

  constructor(database: DatabaseSync, onNotice: (payload: string) => void) {
    this.#database = database;
    this.#onNotice = onNotice;
    // The one function of PostgreSQL's that our queries call.
    database.function('pg_notify', { varargs: true }, (_channel, payload) => {
      this.#notices.push(String(payload));
      return null;
    });
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (query.sql === 'rollback') this.#notices = [];
    const result = this.#run<R>(query);
    if (!this.#database.isTransaction) for (const payload of this.#notices.splice(0)) this.#onNotice(payload);
    return result;
  }

  #run<R>(query: CompiledQuery): QueryResult<R> {
    const statement = this.#database.prepare(query.sql);
    const parameters = query.parameters as SQLInputValue[];
    try {
      if (statement.columns().length > 0) return { rows: statement.all(...parameters) as R[] };
      const { changes, lastInsertRowid } = statement.run(...parameters);
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
    } catch (error) {
      throw takenTwice(error) ?? error;
    }
  }

  // Nothing here reads row by row; a list that grew that large would get pages.
  // biome-ignore lint/correctness/useYield: the interface wants a generator.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new TypeError('this dialect does not stream');
  }
}

/** SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE: what PostgreSQL calls 23505. */
const constraints: readonly unknown[] = [1555, 2067];

function takenTwice(error: unknown): AppError | undefined {
  if (!(error instanceof Error && 'errcode' in error && constraints.includes(error.errcode))) return undefined;
  return new AppError('thing-exists', { kind: 'row', id: error.message.replace(/^.*: /, '') }, { cause: error });
}
