// Sessions of browsers and tokens of programs: begun, recognised at every request, ended.

import { type AdministratorName, type AdministratorRole, administratorName } from '../../shared/ems/administrators.ts';
import type { Queries } from '../store/database.ts';
import type { AdministratorSessionRow } from '../store/tables.ts';
import { readRole } from './role.ts';
import { newSecret, secretHash } from './secret.ts';

/** A session ends when nobody used it for `idleMs`, and after `longestMs` in any case. */
export interface SessionLimits {
  readonly idleMs: number;
  readonly longestMs: number;
}

export type SessionKind = 'session' | 'token';

export interface Begun {
  readonly secret: string;
  readonly endsAt: number;
}

/** Who shows a secret. `ended` is one that was good once. */
export type Shown =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ended' }
  | {
      readonly kind: 'signed-in';
      readonly name: AdministratorName;
      readonly role: AdministratorRole;
      readonly hash: string;
      readonly endsAt: number;
    };

export function beginSession(queries: Queries, name: string, now: number, limits: SessionLimits): Promise<Begun> {
  return begin(queries, 'session', name, now, now + limits.longestMs);
}

export function beginToken(queries: Queries, name: string, now: number, days: number): Promise<Begun> {
  return begin(queries, 'token', name, now, now + days * dayMs);
}

/** @param credential a browser's secret is none of a program's, nor the other way round */
export async function recognise(
  queries: Queries,
  credential: { readonly kind: SessionKind; readonly secret: string },
  now: number,
  limits: SessionLimits,
): Promise<Shown> {
  const hash = secretHash(credential.secret);
  if (hash === undefined) return { kind: 'unknown' };
  const row = await queries
    .selectFrom('administrator_sessions')
    .innerJoin('administrators', 'administrators.name', 'administrator_sessions.name')
    .selectAll('administrator_sessions')
    .select('role')
    .where('secret_hash', '=', hash)
    .where('kind', '=', credential.kind)
    .executeTakeFirst();
  if (row === undefined) return { kind: 'unknown' };
  if (!isLive(row, now, limits)) return { kind: 'ended' };
  const name = administratorName.parse(row.name);
  return { kind: 'signed-in', name, role: readRole(row.role), hash, endsAt: row.ends_at };
}

/** Notes that somebody used it. Not each time: that would be a write for every look. */
export async function noteUse(queries: Queries, hash: string, now: number): Promise<void> {
  await queries
    .updateTable('administrator_sessions')
    .set({ last_used_at: now })
    .where('secret_hash', '=', hash)
    .where('last_used_at', '<', now - notedEachMs)
    .execute();
}

export async function endSession(queries: Queries, secret: string): Promise<void> {
  const hash = secretHash(secret);
  if (hash === undefined) return;
  await queries.deleteFrom('administrator_sessions').where('secret_hash', '=', hash).execute();
}

export function isLive(row: AdministratorSessionRow, now: number, { idleMs }: SessionLimits): boolean {
  if (row.ends_at <= now) return false;
  return row.kind === 'token' || row.last_used_at + idleMs > now;
}

const dayMs = 86_400_000;
const notedEachMs = 10_000;

async function begin(queries: Queries, kind: SessionKind, name: string, now: number, endsAt: number): Promise<Begun> {
  // What ended long ago need not be told from what never was.
  await queries
    .deleteFrom('administrator_sessions')
    .where('ends_at', '<', now - dayMs)
    .execute();
  await queries
    .deleteFrom('sign_in_links')
    .where('expires_at', '<', now - dayMs)
    .execute();
  const { secret, hash } = newSecret();
  await queries
    .insertInto('administrator_sessions')
    .values({ secret_hash: hash, name, kind, created_at: now, last_used_at: now, ends_at: endsAt })
    .execute();
  return { secret, endsAt };
}
