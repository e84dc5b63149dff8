// Lets silence bite: devices that no longer report, to any process, go offline and lose their tags.

import type { Ems } from '../ems.ts';
import { readTags } from '../json.ts';
import type { Queries } from '../store/database.ts';
import { announce, tagsChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';

/** Looks at every device that still counts as present. Several processes may do so at once: each bite is made once. */
export async function silenceBites(ems: Ems): Promise<void> {
  const present = await ems.db
    .selectFrom('devices')
    .select(['uid', 'online', 'tags', 'last_report_at'])
    .where((where) => where.or([where('online', '=', 1), where('tags', '!=', '[]')]))
    .execute();
  for (const device of present) {
    if (bite(ems, device) === null) continue;
    const had = await ems.db.transaction().execute((queries) => biteOne(ems, queries, device.uid));
    if (had !== null) ems.log.info('a device fell silent', { uid: device.uid, hadTags: had });
  }
}

/** Looked at again where nobody else changes it: a report that came in between wins. How many tags it had; null for no bite. */
async function biteOne(ems: Ems, queries: Queries, uid: string): Promise<number | null> {
  const device = await queries
    .selectFrom('devices')
    .select(['uid', 'online', 'tags', 'last_report_at'])
    .where('uid', '=', uid)
    .executeTakeFirstOrThrow();
  const taken = bite(ems, device);
  if (taken === null) return null;
  const view_revision = await nextRevision(queries);
  await queries
    .updateTable('devices')
    .set({ ...taken, view_revision })
    .where('uid', '=', uid)
    .execute();
  await announce(queries, tagsChanged);
  return readTags(device.tags).length;
}

/** What silence takes of a device; null if nothing. */
function bite(
  ems: Ems,
  device: {
    readonly uid: string;
    readonly online: number;
    readonly tags: string;
    readonly last_report_at: number | null;
  },
): { readonly online: number; readonly tags: string } | null {
  const age = ems.lastSeen.ageMs(device.uid, device.last_report_at);
  const online = age > ems.config.offlineAfterMs ? 0 : device.online;
  const tags = age > ems.config.tagsAfterMs ? '[]' : device.tags;
  return online === device.online && tags === device.tags ? null : { online, tags };
}
