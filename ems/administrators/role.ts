// The role of an administrator as it is on record.

import type { AdministratorName, AdministratorRole } from '../../shared/ems/administrators.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Queries } from '../store/database.ts';

/** @throws AppError `thing-unknown` */
export async function roleOf(queries: Queries, name: AdministratorName): Promise<AdministratorRole> {
  const row = await queries.selectFrom('administrators').select('role').where('name', '=', name).executeTakeFirst();
  if (row === undefined) throw administratorUnknown(name);
  return readRole(row.role);
}

/** A role that this release does not know may the least. */
export function readRole(role: string): AdministratorRole {
  return role === 'admin' ? 'admin' : 'viewer';
}

export function administratorUnknown(name: AdministratorName): AppError {
  return new AppError('thing-unknown', { kind: 'administrator', id: name, list: 'admin list' });
}
