// Keeps a bounded number of connections to PostgreSQL, and lets none live on that has failed.

import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Client, type ClientConfig, Pool, type PoolClient } from 'pg';
import type { Logger } from '../../../shared/log.ts';
import { databaseFailure } from './failures.ts';

export interface PoolOptions {
  readonly client: ClientConfig;
  readonly most: number;
  /** How people know this database. */
  readonly database: string;
  readonly log: Logger;
}

/** A pool as Kysely wants it, whose failures have our codes. */
export function openPool({ client, most, database, log }: PoolOptions): PostgresPool {
  const pool = new Pool({ ...client, Client: EndingClient, max: most, idleTimeoutMillis: 60_000 });
  // A connection that dies while nobody uses it is replaced when one is wanted; the process must not end of it.
  pool.on('error', (error) => log.debug('an idle connection to the database ended', { error }));
  return {
    options: {},
    end: () => pool.end(),
    async connect() {
      const taken = await pool.connect().catch((error: unknown) => {
        throw databaseFailure(error, database);
      });
      return lend(taken, database);
    },
  };
}

/** One connection until it is given back; what failed on it decides whether it is used again. */
function lend(client: PoolClient, database: string): PostgresPoolClient {
  let isBroken = false;
  const noteEnd = (): void => {
    isBroken = true;
  };
  client.on('error', noteEnd);
  async function query(sql: string, parameters: readonly unknown[]): Promise<unknown> {
    try {
      return await client.query(sql, [...parameters]);
    } catch (error) {
      const failure = databaseFailure(error, database);
      // A statement that was given up on may still run: what is asked next on this connection would wait behind it.
      isBroken ||= failure !== error;
      throw failure;
    }
  }
  function release(): void {
    client.off('error', noteEnd);
    client.release(isBroken);
  }
  // Kysely's type also knows cursors, which nothing here uses.
  return { query: query as PostgresPoolClient['query'], release };
}

/**
 * node-postgres leaves a connection open on which it failed to log in: it would last until the server gives up, a minute
 * later, and so would a process that wants to end.
 */
class EndingClient extends Client {
  override connect(): Promise<Client>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<Client> | undefined {
    if (callback === undefined) return super.connect();
    // The types tell the two calls apart, the library does not: `error` is null when it is connected.
    const tell = callback as (error: Error | null, client: Client) => void;
    super.connect((error: Error | null) => {
      if (error instanceof Error) this.end().catch(() => undefined);
      tell(error, this);
    });
    return undefined;
  }
}

type Connected = ((error: Error) => void) | ((error: null, client: Client) => void);
