// Turns the settings of a PostgreSQL database into those of node-postgres.

import { readFile } from 'node:fs/promises';
import { type ClientConfig, types } from 'pg';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { PostgresSettings } from '../settings.ts';

/**
 * Every value is given, so that none comes from the environment by surprise; only a password that is not in a file does,
 * by PGPASSWORD or PGPASSFILE. @throws AppError `config-unreadable` for a file that is named and cannot be read
 */
export async function clientConfig(settings: PostgresSettings): Promise<ClientConfig> {
  const { host, port, user, passwordFile, caFile, lockTimeoutMs } = settings;
  const ca = caFile === undefined ? undefined : await text(caFile);
  // Once now, so that a wrong name is found at start; then at each connection, so that a new password needs no restart.
  if (passwordFile !== undefined) await text(passwordFile);
  return {
    host,
    port,
    user,
    database: settings.name,
    ...(passwordFile === undefined ? {} : { password: async () => (await text(passwordFile)).replace(/\r?\n$/, '') }),
    ssl: isPlain(settings) ? false : { rejectUnauthorized: true, host, ...(ca === undefined ? {} : { ca }) },
    application_name: 'stile-ems',
    options: '-c client_min_messages=warning',
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    lock_timeout: lockTimeoutMs,
    statement_timeout: 20_000,
    // Also when nothing at all comes back, as from a machine that is gone.
    query_timeout: 25_000,
    // A process that was frozen in the middle of a change must not hold up the others.
    idle_in_transaction_session_timeout: 15_000,
    types: { getTypeParser },
  };
}

/** What stays on this machine may go unencrypted; over a network only where the settings say so. */
function isPlain({ host, tls }: PostgresSettings): boolean {
  if (tls !== undefined) return tls === 'off';
  return host.startsWith('/') || ['localhost', '127.0.0.1', '::1'].includes(host);
}

async function text(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('config-unreadable', { path }, { cause });
  });
}

/** Our bigints are times and counters, which fit a number; one that does not is an error, never a rounded value. */
const getTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === types.builtins.INT8 ? wholeNumber : types.getTypeParser(oid, format as 'text');

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`${text} is too large for a number`);
}
