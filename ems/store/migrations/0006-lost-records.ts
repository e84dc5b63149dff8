// From when to when a database that was restored has lost what was written: certificates of that time are on no record.

import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  const state = () => db.schema.alterTable('ems_state');
  await state().addColumn('lost_from', 'bigint').execute();
  await state().addColumn('lost_until', 'bigint').execute();
}
