// What several EMS processes on one database must agree on: their CAs, the revocation lists, and whether it was restored.

import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  const state = () => db.schema.alterTable('ems_state');
  await state().addColumn('fabric_ca', 'text').execute();
  await state().addColumn('ztna_ca', 'text').execute();
  await state()
    .addColumn('revocations_revision', 'bigint', (column) => column.notNull().defaultTo(1))
    .execute();
  await db.schema
    .createTable('revocation_lists')
    .addColumn('issuer', 'text', (column) => column.primaryKey())
    .addColumn('epoch', 'text', (column) => column.notNull())
    .addColumn('revocations_revision', 'bigint', (column) => column.notNull())
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .addColumn('der', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('witnesses')
    .addColumn('process', 'text', (column) => column.primaryKey())
    .addColumn('token', 'text', (column) => column.notNull())
    .addColumn('token_before', 'text', (column) => column.notNull())
    .execute();
}
