// Knows which certificates a database that was restored cannot have on record although this EMS issued them.

import { dayMs, startedBeforeMs } from '../../shared/node/x509/authority.ts';
import type { Queries } from '../store/database.ts';

/** Times are of the wall clock; this much of them may be the clocks'. */
const slackMs = 60_000;
/** What is not back by then has ended. */
const longestMs = 120 * dayMs;

/** Notes, when a new epoch begins, that what came after the newest thing in the database is lost. */
export async function noteLoss(queries: Queries, now: number): Promise<void> {
  const newest = await Promise.all([
    queries
      .selectFrom('certificates')
      .select((select) => select.fn.max('issued_at').as('at'))
      .executeTakeFirst(),
    queries
      .selectFrom('devices')
      .select((select) => select.fn.max('last_report_at').as('at'))
      .executeTakeFirst(),
    queries
      .selectFrom('audit')
      .select((select) => select.fn.max('at').as('at'))
      .executeTakeFirst(),
  ]);
  const lost_from = Math.max(0, ...newest.map((each) => Number(each?.at ?? 0)));
  await queries.updateTable('ems_state').set({ lost_from, lost_until: now }).execute();
}

/** True if a certificate that begins at `notBefore` may have been issued in the time of which the records are lost. */
export async function isOfLostTime(queries: Queries, notBefore: number, now: number): Promise<boolean> {
  const { lost_from, lost_until } = await queries
    .selectFrom('ems_state')
    .select(['lost_from', 'lost_until'])
    .executeTakeFirstOrThrow();
  if (lost_from === null || lost_until === null || now > lost_until + longestMs) return false;
  const issuedAt = notBefore + startedBeforeMs;
  // Certificates count in whole seconds.
  return issuedAt >= lost_from - 1_000 && issuedAt <= lost_until + slackMs;
}

/** Since when records are lost, in milliseconds since 1970; 0 if none ever were. */
export async function lostFrom(queries: Queries): Promise<number> {
  const row = await queries.selectFrom('ems_state').select('lost_from').executeTakeFirstOrThrow();
  return row.lost_from ?? 0;
}
