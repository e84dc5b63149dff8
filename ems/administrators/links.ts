// Links by which an administrator signs in once: made, looked at, used.

import type { AdministratorRole, SignInLink } from '../../shared/ems/administrators.ts';
import { administratorName, consolePaths } from '../../shared/ems/administrators.ts';
import type { Queries } from '../store/database.ts';
import { readRole, roleOf } from './role.ts';
import { newSecret, secretHash } from './secret.ts';

const linkLifeMs = 15 * 60_000;

/** Makes a link for somebody who is on record; those made before and not used are good no longer. @throws AppError `thing-unknown` */
export async function makeLink(queries: Queries, given: string, now: number, consoleUrl: string): Promise<SignInLink> {
  const name = administratorName.parse(given);
  const role = await roleOf(queries, name);
  const { secret, hash } = newSecret();
  const expires = now + linkLifeMs;
  await queries.deleteFrom('sign_in_links').where('name', '=', name).where('used_at', 'is', null).execute();
  await queries
    .insertInto('sign_in_links')
    .values({ secret_hash: hash, name, expires_at: expires, used_at: null })
    .execute();
  const link = `${consoleUrl}${consolePaths.signInPage}#${secret}`;
  return { name, role, link, expires: new Date(expires).toISOString() };
}

/** What a link comes to; why it is refused is for the audit log, the asker is never told which. */
export type FoundLink =
  | { readonly kind: 'good'; readonly hash: string; readonly name: string; readonly role: AdministratorRole }
  | { readonly kind: 'refused'; readonly why: 'unknown' | 'used' | 'expired' };

/** Looks at a link without using it. */
export async function findLink(queries: Queries, secret: string, now: number): Promise<FoundLink> {
  const hash = secretHash(secret);
  if (hash === undefined) return { kind: 'refused', why: 'unknown' };
  const row = await queries
    .selectFrom('sign_in_links')
    .innerJoin('administrators', 'administrators.name', 'sign_in_links.name')
    .select(['sign_in_links.name', 'role', 'expires_at', 'used_at'])
    .where('secret_hash', '=', hash)
    .executeTakeFirst();
  if (row === undefined) return { kind: 'refused', why: 'unknown' };
  if (row.used_at !== null) return { kind: 'refused', why: 'used' };
  if (row.expires_at <= now) return { kind: 'refused', why: 'expired' };
  return { kind: 'good', hash, name: row.name, role: readRole(row.role) };
}

/** Uses a link that was found good, in the transaction that signs in; false if somebody else was quicker. */
export async function useLink(queries: Queries, hash: string, now: number): Promise<boolean> {
  const used = await queries
    .updateTable('sign_in_links')
    .set({ used_at: now })
    .where('secret_hash', '=', hash)
    .where('used_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
  return used !== undefined;
}
