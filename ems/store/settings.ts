// Which database an EMS keeps its state in: an embedded file, or a PostgreSQL that several EMS processes may share.

import path from 'node:path';
import { z } from 'zod';

const sqlite = z.strictObject({ kind: z.literal('sqlite') });

const postgres = z.strictObject({
  kind: z.literal('postgres'),
  /** A name, an address, or the directory of a socket. */
  host: z.string().min(1).max(253).default('/run/postgresql'),
  port: z.int().min(1).max(65_535).default(5432),
  name: z.string().min(1).max(63).default('stile'),
  user: z.string().min(1).max(63).default('stile'),
  /** Holds the password and nothing else; without it PGPASSWORD or PGPASSFILE of the environment apply. */
  passwordFile: z.string().min(1).optional(),
  /** `verify` unless the database is on this machine. */
  tls: z.enum(['verify', 'off']).optional(),
  /** The CA of its certificate, in PEM; without it those that Node trusts. */
  caFile: z.string().min(1).optional(),
  /** The most connections that one EMS process keeps for its queries. */
  connections: z.int().min(2).max(200).default(10),
  /** A change waits so long for another that is under way, then it is refused as busy. */
  lockTimeoutMs: z.int().min(100).max(15_000).default(10_000),
});

export const databaseSettings = z.discriminatedUnion('kind', [sqlite, postgres]);
export type DatabaseSettings = z.infer<typeof databaseSettings>;
export type PostgresSettings = z.infer<typeof postgres>;

/** How people know a database; never with a password. */
export function databaseTitle(settings: DatabaseSettings, dataDirectory: string): string {
  if (settings.kind === 'sqlite') return `SQLite ${embeddedFile(dataDirectory)}`;
  const { user, host, port, name } = settings;
  return `PostgreSQL ${user}@${host}:${port}/${name}`;
}

/** Where the embedded database lies. */
export function embeddedFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'ems.sqlite');
}
