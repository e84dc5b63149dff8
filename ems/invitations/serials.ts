// Binds an invitation to machines by the serial numbers they claim: each may use it once.

import type { InvitationDetails } from '../../shared/ems/invitations.ts';
import { normalSerial, serialNumber } from '../../shared/ems/serial-number.ts';
import { type DeviceId, deviceId } from '../../shared/ids.ts';
import type { Queries } from '../store/database.ts';
import type { InvitationRow } from '../store/invitation-tables.ts';

/** A statement has room for so many values on every database. */
const atOnce = 400;

export async function bindToSerials(queries: Queries, id: string, serials: readonly string[]): Promise<void> {
  const rows = [...new Set(serials.map(normalSerial))].map((serial) => ({ invitation_id: id, serial, used_by: null }));
  for (let at = 0; at < rows.length; at += atOnce)
    await queries
      .insertInto('invitation_serials')
      .values(rows.slice(at, at + atOnce))
      .execute();
}

export type Claim =
  /** The invitation is for any machine. */
  | { readonly kind: 'free' }
  | { readonly kind: 'taken' }
  /** This device has used it up itself before. */
  | { readonly kind: 'own' }
  /** For the audit log only. */
  | { readonly kind: 'refused'; readonly why: string };

/** Takes the place of a serial number, in the transaction that makes it real. Two at once cannot take the same one. */
export async function claimSerial(
  queries: Queries,
  invitation: Pick<InvitationRow, 'id'>,
  uid: DeviceId,
  told: string | null,
): Promise<Claim> {
  const bound = queries.selectFrom('invitation_serials').where('invitation_id', '=', invitation.id);
  if ((await bound.select('serial').limit(1).executeTakeFirst()) === undefined) return { kind: 'free' };
  if (told === null) return { kind: 'refused', why: 'the device tells no serial number' };
  const read = serialNumber.safeParse(told);
  if (!read.success) return { kind: 'refused', why: 'what the device tells is no serial number' };
  const serial = normalSerial(read.data);
  const taken = await queries
    .updateTable('invitation_serials')
    .set({ used_by: uid })
    .where('invitation_id', '=', invitation.id)
    .where('serial', '=', serial)
    .where('used_by', 'is', null)
    .returning('serial')
    .executeTakeFirst();
  if (taken !== undefined) return { kind: 'taken' };
  const held = await bound.select('used_by').where('serial', '=', serial).executeTakeFirst();
  if (held === undefined) return { kind: 'refused', why: `it is not for the serial number ${serial}` };
  if (held.used_by === uid) return { kind: 'own' };
  return { kind: 'refused', why: `the serial number ${serial} was used by ${held.used_by}` };
}

/** Gives back the places that a device took: the machine may enroll once more, set up anew. */
export async function freeSerials(queries: Queries, uid: DeviceId): Promise<void> {
  const freed = await queries
    .updateTable('invitation_serials')
    .set({ used_by: null })
    .where('used_by', '=', uid)
    .returning('invitation_id')
    .execute();
  for (const { invitation_id } of freed)
    await queries
      .updateTable('invitations')
      .set((update) => ({ used: update('used', '-', 1) }))
      .where('id', '=', invitation_id)
      .where('used', '>', 0)
      .execute();
}

/** By invitation; one that is for any machine is not among them. */
export async function countSerials(
  queries: Queries,
): Promise<ReadonlyMap<string, { readonly total: number; readonly left: number }>> {
  const rows = await queries
    .selectFrom('invitation_serials')
    .select((row) => ['invitation_id', row.fn.countAll().as('total'), row.fn.count('used_by').as('used')])
    .groupBy('invitation_id')
    .execute();
  return new Map(
    rows.map(({ invitation_id, total, used }) => [
      invitation_id,
      { total: Number(total), left: Number(total) - Number(used) },
    ]),
  );
}

export async function serialsOf(queries: Queries, id: string): Promise<InvitationDetails['serials']> {
  const rows = await queries
    .selectFrom('invitation_serials')
    .select(['serial', 'used_by'])
    .where('invitation_id', '=', id)
    .orderBy('serial')
    .execute();
  return rows.map(({ serial, used_by }) => ({ serial, uid: used_by === null ? null : deviceId.parse(used_by) }));
}
