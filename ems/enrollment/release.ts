// Releases a known uid, so that a machine set up anew can take it once more.

import { AppError } from '../../shared/errors/app-error.ts';
import type { DeviceId } from '../../shared/ids.ts';
import type { Queries } from '../store/database.ts';

/** @throws AppError `thing-unknown` */
export async function releaseDevice(queries: Queries, uid: DeviceId): Promise<void> {
  const done = await queries
    .updateTable('devices')
    .set({ state: 'released' })
    .where('uid', '=', uid)
    .returning('uid')
    .executeTakeFirst();
  if (done === undefined) throw new AppError('thing-unknown', { kind: 'device', id: uid, list: 'endpoints' });
}
