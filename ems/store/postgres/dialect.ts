// Lets Kysely speak to PostgreSQL with SQLite's promise: whoever changes something is alone while it does.

import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely';

/**
 * A transaction that may write holds one lock of the database from its first statement to its end, so that what it read
 * still holds when it writes, and revisions become visible in their order: in one process as among several. One that says
 * it is `read only` waits for nobody and sees one moment.
 */
export class SerialPostgresDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new SerialPostgresDriver(this.#config);
  }
}

/** Any number will do, if only every release takes the same. */
const lockOfChanges = CompiledQuery.raw('select pg_advisory_xact_lock(7235419840651)');

class SerialPostgresDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    if (settings.accessMode === 'read only')
      return await super.beginTransaction(connection, { accessMode: 'read only', isolationLevel: 'repeatable read' });
    // Every statement sees what was committed before it began, so all of them see what the lock's last holder did.
    await super.beginTransaction(connection, { isolationLevel: 'read committed' });
    try {
      await connection.executeQuery(lockOfChanges);
    } catch (error) {
      await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => undefined);
      throw error;
    }
  }
}
