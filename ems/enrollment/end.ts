// Ends an identity: a device leaves or is revoked, or one certificate is.

import { AppError } from '../../shared/errors/app-error.ts';
import type { DeviceId } from '../../shared/ids.ts';
import type { RevocationReason } from '../../shared/node/x509/crl.ts';
import type { Ems } from '../ems.ts';
import type { Queries } from '../store/database.ts';
import { announce, type Notice, tagsChanged } from '../store/notices.ts';
import { nextRevision, nextRevocationsRevision } from '../store/state.ts';
import type { CertificateRow } from '../store/tables.ts';
import { forgetUsers } from '../users/verified.ts';

/** Revokes a device: all its certificates, its tags, its connection. @throws AppError `thing-unknown` */
export async function revokeDevice(
  ems: Ems,
  uid: DeviceId,
  reason: RevocationReason,
  record: (queries: Queries) => Promise<void>,
): Promise<void> {
  await ems.db.transaction().execute(async (queries) => {
    const view_revision = await nextRevision(queries);
    const done = await queries
      .updateTable('devices')
      .set({ state: 'revoked', tags: '[]', online: 0, view_revision })
      .where('uid', '=', uid)
      .returning('uid')
      .executeTakeFirst();
    if (done === undefined) throw new AppError('thing-unknown', { kind: 'device', id: uid, list: 'endpoints' });
    await revokeRows(ems, queries, { owner: uid }, reason);
    await forgetUsers(queries, uid);
    await record(queries);
    await announce(queries, tagsChanged, { kind: 'ended', id: uid, why: 'withdrawn' });
  });
}

/** Revokes one certificate by its serial. @throws AppError `thing-unknown` */
export async function revokeCertificate(
  ems: Ems,
  serial: string,
  record: (queries: Queries) => Promise<void>,
): Promise<void> {
  await ems.db.transaction().execute(async (queries) => {
    const found = await queries.selectFrom('certificates').selectAll().where('serial', '=', serial).executeTakeFirst();
    if (found === undefined)
      throw new AppError('thing-unknown', { kind: 'certificate', id: serial, list: 'endpoints' });
    await revokeRows(ems, queries, { serial }, 'key-compromise');
    const view_revision = await nextRevision(queries);
    await queries.updateTable('devices').set({ view_revision }).where('uid', '=', found.owner).execute();
    await record(queries);
    await announce(queries, tagsChanged, ...toldOf(found), {
      kind: 'certificate-ended',
      certificate: found.sha256,
      why: 'refused',
    });
  });
}

/** Its own connection tells a machine and a gateway; of the end of what else they hold they would learn at their next one only. */
function toldOf({ kind, owner }: CertificateRow): readonly Notice[] {
  const holder = kind === 'user' ? 'agent' : kind === 'web' ? 'gateway' : null;
  return holder === null ? [] : [{ kind: 'changed', what: 'certificates', to: { kind: holder, id: owner } }];
}

/** Marks certificates revoked, those of an owner, of one of its users, or one; tells how many. */
export async function revokeRows(
  ems: Ems,
  queries: Queries,
  which: { readonly owner: string; readonly osUser?: string } | { readonly serial: string },
  reason: RevocationReason,
): Promise<number> {
  const [column, value] = 'owner' in which ? (['owner', which.owner] as const) : (['serial', which.serial] as const);
  const osUser = 'owner' in which ? which.osUser : undefined;
  const ended = await queries
    .updateTable('certificates')
    .set({ state: 'revoked', revoked_at: ems.clock.now(), revocation_reason: reason })
    .where(column, '=', value)
    .$if(osUser !== undefined, (query) => query.where('os_user', '=', osUser ?? null))
    .where('state', '!=', 'revoked')
    .returning('sha256')
    .execute();
  await nextRevocationsRevision(queries);
  return ended.length;
}
