// Notices one identity with two live keys: both lose their tags until an administrator decides.

import type { DeviceId } from '../../shared/ids.ts';
import type { Ems } from '../ems.ts';
import type { MachineCaller } from '../listeners/caller.ts';
import type { Queries } from '../store/database.ts';
import { nextRevision } from '../store/state.ts';

/** True if a newer certificate of this device is in use already: a device never goes back to its old one. */
export async function isSuperseded(queries: Queries, caller: MachineCaller): Promise<boolean> {
  const newer = await queries
    .selectFrom('certificates')
    .select('sha256')
    .where('owner', '=', caller.uid)
    .where('kind', '=', 'machine')
    .where('state', '=', 'active')
    .where('issued_at', '>', caller.certificate.issued_at)
    .where('first_used_at', 'is not', null)
    .executeTakeFirst();
  return newer !== undefined;
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
  ems.log.warn('two machines claim to be one device', { uid });
  return null;
}
