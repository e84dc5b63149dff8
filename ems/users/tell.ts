// Tells whoever must know that other users are verified on a device now: its tags are decided anew, it and the gateways fetch.

import type { Ems } from '../ems.ts';
import { reevaluate } from '../posture/reevaluate.ts';
import type { Queries } from '../store/database.ts';
import { announce, tagsChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';

/** In the transaction of the change. */
export async function tellOfUsers(ems: Ems, queries: Queries, uids: readonly string[]): Promise<void> {
  const concerned = [...new Set(uids)];
  if (concerned.length === 0) return;
  for (const uid of concerned) {
    const view_revision = await nextRevision(queries);
    await queries.updateTable('devices').set({ view_revision }).where('uid', '=', uid).execute();
    const to = { kind: 'agent', id: uid } as const;
    await announce(queries, { kind: 'changed', what: 'users', to });
    if (await reevaluate(ems, queries, uid)) await announce(queries, { kind: 'changed', what: 'profile', to });
  }
  await announce(queries, tagsChanged);
}
