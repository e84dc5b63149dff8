// Lets Kysely speak to Node's own SQLite: one connection, one statement at a time, and no answer before it is on the disk.

import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
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
import { nowhere, type OnDisk, walOnDisk } from './on-disk.ts';

/**
 * The dialect over one open database; `dispose` of Kysely closes it. `onNotice` gets what `pg_notify` was given, as on
 * PostgreSQL: once the transaction that called it is committed, and on the disk.
 */
export function sqliteDialect(
  database: DatabaseSync,
  onNotice: (payload: string) => void = () => undefined,
  logOf: (file: string) => Promise<OnDisk> = walOnDisk,
): Dialect {
  return {
    createAdapter: () => new OwnQueueAdapter(),
    createDriver: () => new SqliteDriver(database, onNotice, logOf),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** Kysely would let nobody in before the last one has been answered; our queue lets the next one in while the disk is at work. */
class OwnQueueAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class SqliteDriver implements Driver {
  readonly #database: DatabaseSync;
  readonly #connection: SqliteConnection;
  readonly #onNotice: (payload: string) => void;
  readonly #logOf: (file: string) => Promise<OnDisk>;
  #onDisk: OnDisk = nowhere;
  /** Ends when whoever holds the connection lets go of it. */
  #free: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  constructor(database: DatabaseSync, onNotice: (payload: string) => void, logOf: (file: string) => Promise<OnDisk>) {
    this.#database = database;
    this.#onNotice = onNotice;
    this.#logOf = logOf;
    this.#connection = new SqliteConnection(database);
  }

  async init(): Promise<void> {
    // `normal` syncs when the log goes into the database; each commit is synced by ourselves, without standing still for it.
    this.#database.exec(
      'pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on; pragma busy_timeout = 5000',
    );
    const file = this.#database.location();
    if (file === null) return;
    // Something has to be written for the log to be there.
    this.#database.exec('begin immediate; pragma user_version = 1; commit');
    this.#onDisk = await this.#logOf(file);
    this.#onDisk.written();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#free;
    const held = Promise.withResolvers<void>();
    this.#free = before.then(() => held.promise);
    await before;
    this.#release = held.resolve;
    return this.#connection;
  }

  /**
   * The next one may begin; whoever had it hears of its answer only when the disk has everything that the answer may stand on,
   * its own changes and those of others that it has seen.
   */
  async releaseConnection(): Promise<void> {
    const { hasWritten, notices } = this.#connection.takeDone();
    if (hasWritten) this.#onDisk.written();
    this.#release();
    await this.#onDisk.settled();
    for (const payload of notices) this.#onNotice(payload);
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const begin = settings.accessMode === 'read only' ? beginReading : beginWriting;
    await connection.executeQuery(CompiledQuery.raw(begin));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(commit));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(rollback));
  }

  async destroy(): Promise<void> {
    await this.#onDisk[Symbol.asyncDispose]();
    this.#database.close();
  }
}

const [beginReading, beginWriting, commit, rollback] = ['begin', 'begin immediate', 'commit', 'rollback'] as const;
/** A transaction that only read has written nothing. */
const bounds: readonly string[] = [beginReading, beginWriting, commit, rollback];

/** Every statement is made once; those with long lists, of which there is no end, each time anew. */
const longestKept = 4_000;
const mostKept = 500;

interface Prepared {
  readonly statement: StatementSync;
  readonly givesRows: boolean;
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Prepared>();
  #hasWritten = false;
  #notices: string[] = [];

  constructor(database: DatabaseSync) {
    this.#database = database;
    // The one function of PostgreSQL's that our queries call.
    database.function('pg_notify', { varargs: true }, (_channel, payload) => {
      this.#notices.push(String(payload));
      return null;
    });
  }

  /** What has been done since the last time it was asked. */
  takeDone(): { readonly hasWritten: boolean; readonly notices: readonly string[] } {
    const done = { hasWritten: this.#hasWritten, notices: this.#notices };
    this.#hasWritten = false;
    this.#notices = [];
    return done;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (query.sql === rollback) this.#notices = [];
    if (query.query.kind !== 'SelectQueryNode' && !bounds.includes(query.sql)) this.#hasWritten = true;
    const { statement, givesRows } = this.#prepared(query.sql);
    const parameters = query.parameters as SQLInputValue[];
    try {
      if (givesRows) return { rows: statement.all(...parameters) as R[] };
      const { changes, lastInsertRowid } = statement.run(...parameters);
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
    } catch (error) {
      throw takenTwice(error) ?? error;
    }
  }

  #prepared(sql: string): Prepared {
    const found = this.#statements.get(sql);
    if (found !== undefined) return found;
    const statement = this.#database.prepare(sql);
    const made = { statement, givesRows: statement.columns().length > 0 };
    if (sql.length <= longestKept && this.#statements.size < mostKept) this.#statements.set(sql, made);
    return made;
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
