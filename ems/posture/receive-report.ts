// Takes a device's report: evaluates its facts, decides its tags, and tells those who must know.

import type { Report, ReportReply } from '../../shared/ems/report.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Ems } from '../ems.ts';
import { isSuperseded, markCloned } from '../enrollment/cloned.ts';
import { noteUse } from '../enrollment/retire.ts';
import { readTags } from '../json.ts';
import type { MachineCaller } from '../listeners/caller.ts';
import { requireInForce } from '../pki/in-force.ts';
import { announce, tagsChanged } from '../store/notices.ts';
import { currentState, nextRevision } from '../store/state.ts';
import { decideTags } from './decide.ts';
import { withOwnRecord } from './own-record.ts';

/** @throws AppError `report-stale` for a sequence that does not rise */
export async function receiveReport(ems: Ems, caller: MachineCaller, report: Report): Promise<ReportReply> {
  await noteUse(ems, caller.certificate);
  const outcome = await ems.db.transaction().execute(async (queries) => {
    await requireInForce(queries, caller.certificate);
    const device = await queries
      .selectFrom('devices')
      .selectAll()
      .where('uid', '=', caller.uid)
      .executeTakeFirstOrThrow();
    if (await isSuperseded(ems, queries, caller)) {
      await markCloned(ems, queries, caller.uid);
      return { tags: [] };
    }
    if (report.sequence <= device.sequence) throw new AppError('report-stale');
    const book = await ems.rules.read(queries);
    const facts = await withOwnRecord(ems, queries, caller.uid, report.facts);
    const decided = decideTags(book, report.inventory.os, facts, report.verdicts);
    const tags = device.state === 'active' || device.state === 'released' ? decided.tags : [];
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
        // Verdicts by rules of before cannot agree with those of now.
        disagreements: JSON.stringify(report.rulesRevision < book.revision ? [] : decided.disagreements),
        view_revision: await nextRevision(queries),
      })
      .where('uid', '=', caller.uid)
      .execute();
    const isSame = before.length === tags.length && before.every((tag, index) => tag === tags[index]);
    // What only refreshes a device's time travels with the next beat.
    if (!isSame || device.online === 0) await announce(queries, tagsChanged);
    if (!isSame) await announce(queries, { kind: 'changed', what: 'profile', to: { kind: 'agent', id: caller.uid } });
    return { tags };
  });
  const { epoch, revision } = await currentState(ems.db);
  return { tags: [...outcome.tags], keepaliveMs: ems.config.keepaliveMs, epoch, revision };
}
