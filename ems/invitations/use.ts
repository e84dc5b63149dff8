// Finds an invitation by its code, and takes one of its uses in the caller's transaction.

import { AppError } from '../../shared/errors/app-error.ts';
import { invitationCodeHash } from '../../shared/node/invitation.ts';
import type { Queries } from '../store/database.ts';
import type { InvitationRow } from '../store/invitation-tables.ts';

/** Why a code is not taken: for the audit log only, the asker is never told which. */
export type Refusal = 'unknown' | 'wrong role' | 'revoked' | 'expired' | 'used';

export type Found =
  | { readonly kind: 'refused'; readonly why: Refusal }
  /** The same key has used it before: the same answer again. */
  | { readonly kind: 'again'; readonly invitation: InvitationRow; readonly subject: string }
  | { readonly kind: 'open'; readonly invitation: InvitationRow };

/** Finds the invitation of a code, without using it. */
export async function findInvitation(
  queries: Queries,
  asked: {
    readonly code: string;
    readonly role: 'device' | 'gateway';
    readonly keyFingerprint: string;
    readonly now: number;
  },
): Promise<Found> {
  const hash = invitationCodeHash(asked.code);
  const invitation =
    hash === undefined
      ? undefined
      : await queries.selectFrom('invitations').selectAll().where('code_hash', '=', hash).executeTakeFirst();
  if (invitation === undefined) return { kind: 'refused', why: 'unknown' };
  if (invitation.role !== asked.role) return { kind: 'refused', why: 'wrong role' };
  const before = await queries
    .selectFrom('invitation_uses')
    .select('subject')
    .where('invitation_id', '=', invitation.id)
    .where('key_fingerprint', '=', asked.keyFingerprint)
    .executeTakeFirst();
  const again = before === undefined ? null : ({ kind: 'again', invitation, subject: before.subject } as const);
  // A gateway that is on record waits for a person, perhaps beyond its invitation's end.
  if (again !== null && asked.role === 'gateway') return again;
  if (invitation.revoked_at !== null) return { kind: 'refused', why: 'revoked' };
  if (invitation.expires_at <= asked.now) return { kind: 'refused', why: 'expired' };
  if (again !== null) return again;
  return invitation.used < invitation.uses ? { kind: 'open', invitation } : { kind: 'refused', why: 'used' };
}

export interface Use {
  readonly invitation: InvitationRow;
  readonly keyFingerprint: string;
  readonly subject: string;
  readonly now: number;
}

/**
 * Takes one of the uses and remembers for what, in the transaction that makes it real. Two at once cannot take the same one.
 * @throws AppError `enrollment-refused` if somebody else was quicker
 */
export async function countUse(queries: Queries, use: Use): Promise<void> {
  const counted = await queries
    .updateTable('invitations')
    .set((update) => ({ used: update('used', '+', 1) }))
    .where('id', '=', use.invitation.id)
    .whereRef('used', '<', 'uses')
    .returning('id')
    .executeTakeFirst();
  if (counted === undefined) throw new AppError('enrollment-refused');
  await noteUse(queries, use);
}

/** Remembers for what it was used, without counting: the same machine takes no second place. */
export async function noteUse(queries: Queries, use: Use): Promise<void> {
  await queries
    .insertInto('invitation_uses')
    .values({
      invitation_id: use.invitation.id,
      key_fingerprint: use.keyFingerprint,
      subject: use.subject,
      used_at: use.now,
    })
    .execute();
}
