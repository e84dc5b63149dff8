// What web certificates need: the web CAs of this EMS, the hosts approved for each gateway, and the hosts of each certificate.

import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('web_authorities')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('certificate', 'text', (column) => column.notNull())
    .addColumn('domains', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .alterTable('gateways')
    .addColumn('web_hosts', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute();
  await db.schema.alterTable('certificates').addColumn('hosts', 'text').execute();
}
