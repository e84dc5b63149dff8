// What users may do in the shell, for all devices.

import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  const state = () => db.schema.alterTable('ems_state');
  await state()
    .addColumn('shell_may_quit', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  await state()
    .addColumn('personal_destinations', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}
