// Ends what time has ended: sign-ins that count no longer, sign-ins that nobody finished, links that nobody used.

import type { Ems } from '../ems.ts';
import type { Queries } from '../store/database.ts';
import { tellOfUsers } from './tell.ts';

/** Looks first: a write for nothing, each time, would cost the disk. */
export async function endExpired(ems: Ems): Promise<void> {
  const now = ems.clock.now();
  if (!(await isAnyDue(ems.db, now))) return;
  await ems.db.transaction().execute(async (queries) => {
    await queries.deleteFrom('pending_sign_ins').where('expires_at', '<=', now).execute();
    await queries.deleteFrom('password_links').where('expires_at', '<=', now).execute();
    const ended = await queries.deleteFrom('verified_users').where('valid_until', '<=', now).returning('uid').execute();
    await tellOfUsers(
      ems,
      queries,
      ended.map((row) => row.uid),
    );
  });
}

async function isAnyDue(queries: Queries, now: number): Promise<boolean> {
  const due = await queries
    .selectFrom('pending_sign_ins')
    .select('id as due')
    .where('expires_at', '<=', now)
    .unionAll(queries.selectFrom('password_links').select('name as due').where('expires_at', '<=', now))
    .unionAll(queries.selectFrom('verified_users').select('uid as due').where('valid_until', '<=', now))
    .limit(1)
    .executeTakeFirst();
  return due !== undefined;
}
