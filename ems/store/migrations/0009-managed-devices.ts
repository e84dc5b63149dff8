// Invitations bound to serial numbers; whether users may disconnect, who has; codes by which a device may be uninstalled.

import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('invitation_serials')
    .addColumn('invitation_id', 'text', (column) => column.notNull().references('invitations.id'))
    .addColumn('serial', 'text', (column) => column.notNull())
    .addColumn('used_by', 'text')
    .addPrimaryKeyConstraint('invitation_serials_key', ['invitation_id', 'serial'])
    .execute();
  await db.schema.createIndex('invitation_serials_used_by').on('invitation_serials').column('used_by').execute();
  await db.schema
    .alterTable('ems_state')
    .addColumn('shell_disconnect', 'text', (column) => column.notNull().defaultTo('with-reason'))
    .execute();
  for (const column of ['disconnected', 'uninstall_code'])
    await db.schema.alterTable('devices').addColumn(column, 'text').execute();
}
