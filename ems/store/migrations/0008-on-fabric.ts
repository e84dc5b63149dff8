// Which networks are the organisation's own, as JSON; null until somebody says so.

import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('ems_state').addColumn('on_fabric', 'text').execute();
}
