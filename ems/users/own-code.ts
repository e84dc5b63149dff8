// The EMS's own code, with which a browser comes back that has given the password of a local account: made, redeemed.

import { timingSafeEqual } from 'node:crypto';
import { type AccountName, accountName } from '../../shared/ems/user-accounts.ts';
import { newSecret, secretHash } from '../administrators/secret.ts';
import type { Ems } from '../ems.ts';
import { readWords } from '../json.ts';
import type { Queries } from '../store/database.ts';
import type { PendingSignInRow } from '../store/tables.ts';
import type { Redeemed, Returned } from './finish.ts';
import { localLifeMs } from './providers.ts';

const codeLifeMs = 60_000;

/** Where the browser goes back to; null if somebody was quicker. @param pending one that still waits */
export async function makeCode(
  queries: Queries,
  pending: PendingSignInRow,
  account: AccountName,
  now: number,
): Promise<string | null> {
  const { secret, hash } = newSecret();
  const done = await queries
    .updateTable('pending_sign_ins')
    .set({ account, code_hash: hash, code_expires_at: now + codeLifeMs })
    .where('id', '=', pending.id)
    .where('code_hash', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (done === undefined) return null;
  const answer = new URLSearchParams({ code: secret, state: pending.state, iss: pending.issuer });
  return `${pending.redirect_uri}?${answer}`;
}

/** @param pending taken away already: there is no second try */
export async function redeemOwn(ems: Ems, pending: PendingSignInRow, { code, issuer }: Returned): Promise<Redeemed> {
  const now = ems.clock.now();
  const { code_hash, code_expires_at } = pending;
  const name = accountName.safeParse(pending.account);
  if (code_hash === null || code_expires_at === null || !name.success)
    return { kind: 'refused', why: 'no password was given yet' };
  if (issuer !== pending.issuer) return { kind: 'refused', why: 'the browser comes from somebody else' };
  const shown = secretHash(code);
  if (shown === undefined || !timingSafeEqual(Buffer.from(shown), Buffer.from(code_hash)))
    return { kind: 'refused', why: 'the code is not the one that was given' };
  if (code_expires_at <= now) return { kind: 'refused', why: 'the code is too old' };
  const account = await inForce(ems.db, name.data);
  if (account === undefined) return { kind: 'refused', why: `the account ${name.data} may not be used` };
  return {
    kind: 'proved',
    subject: account.name,
    groups: readWords(account.groups),
    validForMs: await localLifeMs(ems.db),
    // By the same password, in the same groups.
    stillCounts: async (queries) => {
      const again = await inForce(queries, name.data);
      return again?.password === account.password && again.groups === account.groups;
    },
  };
}

async function inForce(queries: Queries, name: AccountName) {
  return await queries
    .selectFrom('user_accounts')
    .select(['name', 'groups', 'password'])
    .where('name', '=', name)
    .where('disabled', '=', 0)
    .where('password', 'is not', null)
    .executeTakeFirst();
}
