// Notices one identity with two live keys: both lose their tags until an administrator decides.

import type { DeviceId } from '../../shared/ids.ts';
import type { Ems } from '../ems.ts';
import type { MachineCaller } from '../listeners/caller.ts';
import type { Queries } from '../store/database.ts';
import { announce, tagsChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';
import type { CertificateRow } from '../store/tables.ts';

/** What a device had sent with its old key when it first used the new one has come by then. Milliseconds. */
export const inFlightMs = 60_000;

/** True if a newer certificate of this device has been in use for a while: a device never goes back to its old one. */
export async function isSuperseded(
  ems: Ems,
  queries: Queries,
  caller: Pick<MachineCaller, 'uid' | 'certificate'>,
): Promise<boolean> {
  const newer = await queries
    .selectFrom('certificates')
    .select('sha256')
    .where('owner', '=', caller.uid)
    .where('kind', '=', 'machine')
    .where('state', '=', 'active')
    .where('issued_at', '>', caller.certificate.issued_at)
    .where('first_used_at', '<=', ems.clock.now() - inFlightMs)
    .executeTakeFirst();
  return newer !== undefined;
}

/** True if a later certificate of this device was ever used, whatever became of it. */
export async function hasUsedSuccessor(
  queries: Queries,
  { uid, certificate }: Pick<MachineCaller, 'uid' | 'certificate'>,
): Promise<boolean> {
  const later = await queries
    .selectFrom('certificates')
    .select('sha256')
    .where('owner', '=', uid)
    .where('kind', '=', 'machine')
    .where('issued_at', '>', certificate.issued_at)
    .where('first_used_at', 'is not', null)
    .executeTakeFirst();
  return later !== undefined;
}

/** Takes the tags of a device that two machines claim to be. */
export async function markCloned(ems: Ems, queries: Queries, uid: DeviceId): Promise<null> {
  const view_revision = await nextRevision(queries);
  await queries
    .updateTable('devices')
    .set({ state: 'cloned', tags: '[]', view_revision })
    .where('uid', '=', uid)
    .execute();
  await ems.audit.record(queries, {
    actor: `device ${uid}`,
    action: 'cloned',
    target: uid,
    outcome: 'refused',
    detail: 'two keys of one device are in use',
  });
  await announce(queries, tagsChanged, { kind: 'changed', what: 'profile', to: { kind: 'agent', id: uid } });
  ems.log.warn('two machines claim to be one device', { uid });
  return null;
}

/** The key of a machine whose certificate was replaced long ago is shown again: somebody else holds it, or did the replacing. */
export async function noteRetiredKey(
  ems: Ems,
  caller: { readonly uid: DeviceId; readonly certificate: CertificateRow },
): Promise<void> {
  const { retire_at } = caller.certificate;
  if (retire_at === null || retire_at > ems.clock.now() - inFlightMs) return;
  await ems.db.transaction().execute(async (queries) => {
    const device = await queries.selectFrom('devices').select('state').where('uid', '=', caller.uid).executeTakeFirst();
    if (device?.state === 'active' && (await isSuperseded(ems, queries, caller)))
      await markCloned(ems, queries, caller.uid);
  });
}
