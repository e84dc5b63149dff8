// The ZTNA CAs of this EMS: the one that signs, and those that were replaced.

import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ztna_authorities')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('certificate', 'text', (column) => column.notNull())
    .addColumn('issuers', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('retire_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addColumn('revocation', 'text')
    .execute();
}
