// Judges devices' last facts again when the rules have changed, or what the EMS itself knows of a device.

import { agedBy } from '../../shared/posture/fact.ts';
import type { Ems } from '../ems.ts';
import { readReport } from '../json.ts';
import type { BookInForce } from '../rules/rules-in-force.ts';
import type { Queries } from '../store/database.ts';
import { announce, profilesChanged, tagsChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';
import type { DeviceRow } from '../store/tables.ts';
import { decideTags } from './decide.ts';
import { withOwnRecord } from './own-record.ts';

/** Decides the tags of all devices that still count as present anew; gateways and agents are told. */
export async function reevaluateAll(ems: Ems): Promise<void> {
  await ems.db.transaction().execute(async (queries) => {
    const book = await ems.rules.read(queries);
    const devices = await judged(queries).execute();
    for (const device of devices) await reevaluateOne(ems, queries, book, device);
    await announce(queries, tagsChanged, profilesChanged);
  });
}

/** Decides the tags of one device anew, in the transaction of what changed; true if they are others now. Tells nobody. */
export async function reevaluate(ems: Ems, queries: Queries, uid: string): Promise<boolean> {
  const device = await judged(queries).where('uid', '=', uid).executeTakeFirst();
  if (device === undefined) return false;
  return await reevaluateOne(ems, queries, await ems.rules.read(queries), device);
}

function judged(queries: Queries) {
  return queries
    .selectFrom('devices')
    .selectAll()
    .where('state', 'in', ['active', 'released'])
    .where('report', 'is not', null);
}

async function reevaluateOne(ems: Ems, queries: Queries, book: BookInForce, device: DeviceRow): Promise<boolean> {
  const age = ems.lastSeen.ageMs(device.uid, device.last_report_at);
  const report = readReport(device.report);
  if (report === null || age > ems.config.tagsAfterMs) return false;
  const facts = await withOwnRecord(ems, queries, device.uid, agedBy(report.facts, age));
  const { tags, disagreements } = decideTags(book, report.inventory.os, facts, report.verdicts);
  if (JSON.stringify(tags) === device.tags) return false;
  await queries
    .updateTable('devices')
    .set({
      tags: JSON.stringify(tags),
      disagreements: JSON.stringify(disagreements),
      view_revision: await nextRevision(queries),
    })
    .where('uid', '=', device.uid)
    .execute();
  return true;
}
