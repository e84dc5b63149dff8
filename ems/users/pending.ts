// Sign-ins under way: each bound to the device and the OS user that began it, good once and for five minutes.

import type { DeviceId } from '../../shared/ids.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import type { Queries } from '../store/database.ts';
import type { PendingSignInRow } from '../store/tables.ts';

export const pendingLifeMs = 5 * 60_000;

/** The oldest gives way to one more: whoever begins again and again fills nothing. */
const mostPerDevice = 16;

type Begun = Pick<
  PendingSignInRow,
  'os_user' | 'provider' | 'issuer' | 'code_challenge' | 'state' | 'redirect_uri' | 'nonce'
>;

export async function addPending(
  queries: Queries,
  uid: DeviceId,
  begun: Begun,
  now: number,
): Promise<PendingSignInRow> {
  const own = await queries
    .selectFrom('pending_sign_ins')
    .select('id')
    .where('uid', '=', uid)
    .orderBy('begun_at', 'desc')
    .orderBy('id')
    .execute();
  const excess = own.slice(mostPerDevice - 1).map((row) => row.id);
  if (excess.length > 0) await queries.deleteFrom('pending_sign_ins').where('id', 'in', excess).execute();
  const row: PendingSignInRow = {
    ...begun,
    id: `sgn_${randomToken()}`,
    uid,
    begun_at: now,
    expires_at: now + pendingLifeMs,
    failures: 0,
    account: null,
    code_hash: null,
    code_expires_at: null,
  };
  await queries.insertInto('pending_sign_ins').values(row).execute();
  return row;
}

/** One that still waits; null for any other. */
export async function findPending(queries: Queries, id: string, now: number): Promise<PendingSignInRow | null> {
  const row = await queries
    .selectFrom('pending_sign_ins')
    .selectAll()
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row ?? null;
}

/** Takes it away, so that nobody finishes it a second time; null unless this device began it and it still waits. */
export async function takePending(
  queries: Queries,
  uid: DeviceId,
  id: string,
  now: number,
): Promise<PendingSignInRow | null> {
  const row = await queries
    .deleteFrom('pending_sign_ins')
    .where('id', '=', id)
    .where('uid', '=', uid)
    .returningAll()
    .executeTakeFirst();
  return row === undefined || row.expires_at <= now ? null : row;
}
