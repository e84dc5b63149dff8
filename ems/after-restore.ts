// What an EMS no longer believes of a database that was restored from before.

import { noteLoss } from './pki/lost-records.ts';
import type { Queries } from './store/database.ts';
import { forgetEverybody } from './users/verified.ts';

/** In the transaction that begins the new epoch. */
export async function afterRestore(queries: Queries, now: number): Promise<void> {
  await noteLoss(queries, now);
  await forgetEverybody(queries);
}
