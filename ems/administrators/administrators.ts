// Who may administer from elsewhere: made, listed, removed with everything they are signed in by.

import {
  type AdministratorName,
  type AdministratorRole,
  type AdministratorSummary,
  administratorName,
} from '../../shared/ems/administrators.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Queries } from '../store/database.ts';
import type { AdministratorSessionRow } from '../store/tables.ts';
import { administratorUnknown, readRole } from './role.ts';
import { isLive, type SessionLimits } from './sessions.ts';

/** @throws AppError `thing-exists` */
export async function createAdministrator(
  queries: Queries,
  name: AdministratorName,
  role: AdministratorRole,
  now: number,
): Promise<void> {
  const made = await queries
    .insertInto('administrators')
    .values({ name, role, created_at: now })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('name')
    .executeTakeFirst();
  if (made === undefined) throw new AppError('thing-exists', { kind: 'administrator', id: name });
}

export async function listAdministrators(
  queries: Queries,
  now: number,
  limits: SessionLimits,
): Promise<AdministratorSummary[]> {
  const rows = await queries.selectFrom('administrators').selectAll().orderBy('name').execute();
  const sessions = await queries.selectFrom('administrator_sessions').selectAll().execute();
  return rows.map((row) => {
    const own = sessions.filter((session) => session.name === row.name);
    const live = (kind: string) => own.filter((each) => each.kind === kind && isLive(each, now, limits)).length;
    return {
      name: administratorName.parse(row.name),
      role: readRole(row.role),
      created: new Date(row.created_at).toISOString(),
      sessions: live('session'),
      tokens: live('token'),
      lastSeen: lastSeen(own),
    };
  });
}

/** Ends their links, sessions and tokens with them. @throws AppError `thing-unknown` */
export async function removeAdministrator(queries: Queries, name: AdministratorName): Promise<void> {
  await queries.deleteFrom('sign_in_links').where('name', '=', name).execute();
  await queries.deleteFrom('administrator_sessions').where('name', '=', name).execute();
  const gone = await queries.deleteFrom('administrators').where('name', '=', name).returning('name').executeTakeFirst();
  if (gone === undefined) throw administratorUnknown(name);
}

function lastSeen(sessions: readonly AdministratorSessionRow[]): string | null {
  const latest = Math.max(...sessions.map((each) => each.last_used_at));
  return Number.isFinite(latest) ? new Date(latest).toISOString() : null;
}
