// Lets silence bite: devices that no longer report go offline and lose their tags.

import type { Ems } from '../ems.ts';
import { readTags } from '../json.ts';
import { nextRevision } from '../store/state.ts';

/** Looks at every device that still counts as present. Says whether anything changed. */
export async function silenceBites(ems: Ems): Promise<boolean> {
  const present = await ems.db
    .selectFrom('devices')
    .select(['uid', 'online', 'tags', 'last_report_at'])
    .where((where) => where.or([where('online', '=', 1), where('tags', '!=', '[]')]))
    .execute();
  let hasChanged = false;
  for (const device of present) {
    const age = ems.lastSeen.ageMs(device.uid, device.last_report_at);
    const online = age > ems.config.offlineAfterMs ? 0 : device.online;
    const tags = age > ems.config.tagsAfterMs ? '[]' : device.tags;
    if (online === device.online && tags === device.tags) continue;
    hasChanged = true;
    await ems.db.transaction().execute(async (queries) => {
      const view_revision = await nextRevision(queries);
      // A report that came in between wins.
      await queries
        .updateTable('devices')
        .set({ online, tags, view_revision })
        .where('uid', '=', device.uid)
        .where('last_report_at', device.last_report_at === null ? 'is' : '=', device.last_report_at)
        .execute();
    });
    ems.log.info('a device fell silent', { uid: device.uid, hadTags: readTags(device.tags).length });
  }
  return hasChanged;
}
