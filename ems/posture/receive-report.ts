// Takes a device's report: evaluates its facts, decides its tags, and tells those who must know.

import type { Report, ReportReply } from '../../shared/ems/report.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Ems } from '../ems.ts';
import { isSuperseded, markCloned } from '../enrollment/cloned.ts';
import { noteUse } from '../enrollment/retire.ts';
import { readTags } from '../json.ts';
import type { MachineCaller } from '../listeners/caller.ts';
import { readRulebook } from '../rules/rulebook.ts';
import { currentState, nextRevision } from '../store/state.ts';
import { decideTags } from './decide.ts';

/** @throws AppError `report-stale` for a sequence that does not rise */
export async function receiveReport(ems: Ems, caller: MachineCaller, report: Report): Promise<ReportReply> {
  await noteUse(ems, caller.certificate);
  const outcome = await ems.db.transaction().execute(async (queries) => {
    const device = await queries
      .selectFrom('devices')
      .selectAll()
      .where('uid', '=', caller.uid)
      .executeTakeFirstOrThrow();
    if (report.sequence <= device.sequence) throw new AppError('report-stale');
    if (await isSuperseded(queries, caller)) await markCloned(ems, queries, caller.uid);
    const decided = decideTags(await readRulebook(queries), report.inventory.os, report.facts, report.verdicts);
    const { state } = await queries
      .selectFrom('devices')
      .select('state')
      .where('uid', '=', caller.uid)
      .executeTakeFirstOrThrow();
    const tags = state === 'active' || state === 'released' ? decided.tags : [];
    const before = readTags(device.tags);
    await queries
      .updateTable('devices')
      .set({
        sequence: report.sequence,
        report: JSON.stringify(report),
        inventory: JSON.stringify(report.inventory),
        tags: JSON.stringify(tags),
        online: 1,
        last_report_at: ems.clock.now(),
        disagreements: JSON.stringify(decided.disagreements),
        view_revision: await nextRevision(queries),
      })
      .where('uid', '=', caller.uid)
      .execute();
    const isSame = before.length === tags.length && before.every((tag, index) => tag === tags[index]);
    return { tags, hasChanged: !isSame, cameOnline: device.online === 0 };
  });
  ems.lastSeen.seen(caller.uid);
  // What only refreshes a device's time travels with the next beat.
  if (outcome.hasChanged || outcome.cameOnline) await ems.hub.notify('tags', { kind: 'gateway' });
  if (outcome.hasChanged) await ems.hub.notify('profile', { kind: 'agent', id: caller.uid });
  const { epoch, revision } = await currentState(ems.db);
  return { tags: [...outcome.tags], keepaliveMs: ems.config.keepaliveMs, epoch, revision };
}
