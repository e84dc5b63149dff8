// Judges every device's last facts again when the rules have changed.

import { agedBy } from '../../shared/posture/fact.ts';
import type { Ems } from '../ems.ts';
import { readReport } from '../json.ts';
import { announce, profilesChanged, tagsChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';
import { decideTags } from './decide.ts';

/** Decides the tags of all devices that still count as present anew; gateways and agents are told. */
export async function reevaluateAll(ems: Ems): Promise<void> {
  await ems.db.transaction().execute(async (queries) => {
    const book = await ems.rules.read(queries);
    const devices = await queries
      .selectFrom('devices')
      .selectAll()
      .where('state', 'in', ['active', 'released'])
      .where('report', 'is not', null)
      .execute();
    for (const device of devices) {
      const age = ems.lastSeen.ageMs(device.uid, device.last_report_at);
      const report = readReport(device.report);
      if (report === null || age > ems.config.tagsAfterMs) continue;
      const { tags, disagreements } = decideTags(book, report.inventory.os, agedBy(report.facts, age), report.verdicts);
      if (JSON.stringify(tags) === device.tags) continue;
      await queries
        .updateTable('devices')
        .set({
          tags: JSON.stringify(tags),
          disagreements: JSON.stringify(disagreements),
          view_revision: await nextRevision(queries),
        })
        .where('uid', '=', device.uid)
        .execute();
    }
    await announce(queries, tagsChanged, profilesChanged);
  });
}
