// Links by which a person sets the password of their account, once.

import { type AccountName, accountName, type PasswordLink } from '../../shared/ems/user-accounts.ts';
import { newSecret, secretHash } from '../administrators/secret.ts';
import type { Queries } from '../store/database.ts';

const linkLifeMs = 24 * 3_600_000;

/** Where a link leads, with its secret behind. */
export const passwordPage = '/user/password/';

/** Those made before are good no longer. */
export async function makePasswordLink(
  queries: Queries,
  name: AccountName,
  now: number,
  consoleUrl: string,
): Promise<PasswordLink> {
  const { secret, hash } = newSecret();
  const expires = now + linkLifeMs;
  await queries.deleteFrom('password_links').where('name', '=', name).execute();
  await queries.insertInto('password_links').values({ secret_hash: hash, name, expires_at: expires }).execute();
  return { link: `${consoleUrl}${passwordPage}${secret}`, expires: new Date(expires).toISOString() };
}

/** Whose password may be set by it; null if it is good for nothing. Looking uses nothing up. */
export async function accountOfLink(queries: Queries, secret: string, now: number): Promise<AccountName | null> {
  const hash = secretHash(secret);
  if (hash === undefined) return null;
  const row = await queries
    .selectFrom('password_links')
    .innerJoin('user_accounts', 'user_accounts.name', 'password_links.name')
    .select('password_links.name')
    .where('secret_hash', '=', hash)
    .where('expires_at', '>', now)
    .where('disabled', '=', 0)
    .executeTakeFirst();
  return row === undefined ? null : accountName.parse(row.name);
}
