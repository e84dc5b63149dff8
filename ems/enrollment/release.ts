// Releases a known uid, so that a machine set up anew can take it once more.

import { AppError } from '../../shared/errors/app-error.ts';
import type { DeviceId } from '../../shared/ids.ts';
import type { Ems } from '../ems.ts';
import { freeSerials } from '../invitations/serials.ts';
import type { Queries } from '../store/database.ts';
import { announce, tagsChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';
import { revokeRows } from './end.ts';

/**
 * Nobody knows which of a clone's keys is the right one: both end, and the right machine enrolls again.
 * @throws AppError `thing-unknown`
 */
export async function releaseDevice(
  ems: Ems,
  uid: DeviceId,
  record: (queries: Queries) => Promise<void>,
): Promise<void> {
  await ems.db.transaction().execute(async (queries) => {
    const device = await queries.selectFrom('devices').select('state').where('uid', '=', uid).executeTakeFirst();
    if (device === undefined) throw new AppError('thing-unknown', { kind: 'device', id: uid, list: 'endpoints' });
    if (device.state === 'cloned') {
      await revokeRows(ems, queries, { owner: uid }, 'superseded');
      await announce(queries, tagsChanged, { kind: 'ended', id: uid, why: 'refused' });
    }
    await freeSerials(queries, uid);
    const view_revision = await nextRevision(queries);
    await queries.updateTable('devices').set({ state: 'released', view_revision }).where('uid', '=', uid).execute();
    await record(queries);
  });
}
