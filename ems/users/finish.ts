// Finishes a sign-in: what the browser brought back is redeemed, once, and the user counts as verified.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { agentRoutes, VerifiedUserOfDevice } from '../../shared/ems/agent-routes.ts';
import { localProvider } from '../../shared/ems/user-accounts.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Ems } from '../ems.ts';
import type { RateLimit } from '../invitations/rate-limit.ts';
import type { MachineCaller } from '../listeners/caller.ts';
import { requireInForce } from '../pki/in-force.ts';
import type { Queries } from '../store/database.ts';
import type { PendingSignInRow, VerifiedUserRow } from '../store/tables.ts';
import { requireOneMachine } from './begin.ts';
import { endSignIns } from './end-sign-ins.ts';
import { redeemAtProvider } from './oidc/redeem.ts';
import { redeemOwn } from './own-code.ts';
import { takePending } from './pending.ts';
import { tellOfUsers } from './tell.ts';
import { signedIn, usersOf } from './verified.ts';

export type Returned = z.output<(typeof agentRoutes)['finishSignIn']['body']>;

/** What redeeming came to; why it is refused is for the audit log, the asker is never told which. */
export type Redeemed =
  | { readonly kind: 'refused'; readonly why: string }
  | {
      readonly kind: 'proved';
      readonly subject: string;
      readonly groups: readonly string[];
      readonly validForMs: number;
      /** Asked again in the transaction that writes it down: what it was proved by must still count. */
      readonly stillCounts: (queries: Queries) => Promise<boolean>;
    };

/** @throws AppError `user-sign-in-refused`, `identity-provider-*`, `too-many-requests`, `certificate-refused` */
export async function finishSignIn(
  ems: Ems,
  limit: RateLimit,
  caller: MachineCaller,
  returned: Returned,
): Promise<{ readonly user: VerifiedUserOfDevice }> {
  const asker = `device ${caller.uid}`;
  limit.check(asker);
  const pending = await takePending(ems.db, caller.uid, returned.signIn, ems.clock.now());
  const target = `${caller.uid} ${pending?.os_user ?? ''}`.trim();
  const note = (detail: string) =>
    ems.audit.record(ems.db, { actor: asker, action: 'user sign-in', target, outcome: 'refused', detail });
  const redeemed = await redeem(ems, pending, returned).catch(async (error: unknown) => {
    // A provider that is away is no failure of the asker.
    if (error instanceof AppError) await note(`${error.code}: ${error.message}`);
    throw error;
  });
  const made = redeemed.kind === 'proved' && pending !== null ? await writeDown(ems, caller, pending, redeemed) : null;
  if (made !== null) return { user: made };
  limit.failed(asker);
  await note(redeemed.kind === 'refused' ? redeemed.why : 'what it was proved by was withdrawn meanwhile');
  throw new AppError('user-sign-in-refused');
}

async function redeem(ems: Ems, pending: PendingSignInRow | null, returned: Returned): Promise<Redeemed> {
  if (pending === null) return { kind: 'refused', why: 'no such sign-in of this device waits' };
  if (!isChallengeOf(pending.code_challenge, returned.verifier))
    return { kind: 'refused', why: 'the verifier is not the one that it was begun with' };
  return pending.provider === localProvider
    ? await redeemOwn(ems, pending, returned)
    : await redeemAtProvider(ems, pending, returned);
}

/** RFC 7636 §4.6, S256. */
function isChallengeOf(challenge: string, verifier: string): boolean {
  const own = createHash('sha256').update(verifier).digest();
  const given = Buffer.from(challenge, 'base64url');
  return own.length === given.length && timingSafeEqual(own, given);
}

/** No device has more users than its gateways are told of. */
const mostPerDevice = 64;

/** Null if what it was proved by counts no longer. */
async function writeDown(
  ems: Ems,
  caller: MachineCaller,
  pending: PendingSignInRow,
  proved: Extract<Redeemed, { kind: 'proved' }>,
): Promise<VerifiedUserOfDevice | null> {
  return await ems.db.transaction().execute(async (queries) => {
    const now = ems.clock.now();
    await requireInForce(queries, caller.certificate);
    await requireOneMachine(queries, caller.uid);
    if (!(await proved.stillCounts(queries))) return null;
    const row: VerifiedUserRow = {
      uid: caller.uid,
      os_user: pending.os_user,
      provider: pending.provider,
      subject: proved.subject,
      groups: JSON.stringify(proved.groups),
      verified_at: now,
      valid_until: now + proved.validForMs,
    };
    await makeRoom(ems, queries, row);
    await queries.insertInto('verified_users').values(row).execute();
    await tellOfUsers(ems, queries, [row.uid]);
    await ems.audit.record(queries, {
      actor: `device ${caller.uid}`,
      action: 'user sign-in',
      target: `${caller.uid} ${pending.os_user}`,
      outcome: 'allowed',
      detail: `${proved.subject} by ${pending.provider}`,
    });
    const [user] = usersOf({ state: 'active' }, [row], now);
    return user ?? null;
  });
}

/** One OS user has proved to be one person: the later one. */
async function makeRoom(ems: Ems, queries: Queries, { uid, os_user }: VerifiedUserRow): Promise<void> {
  await queries.deleteFrom('verified_users').where('uid', '=', uid).where('os_user', '=', os_user).execute();
  const others = await signedIn(queries, 0, { uid });
  for (const oldest of others.slice(0, Math.max(0, others.length + 1 - mostPerDevice)))
    await endSignIns(ems, queries, { uid, osUser: oldest.os_user });
}
