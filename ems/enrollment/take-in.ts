// Writes down a device that enrolls: for the first time, or once more.

import type { Inventory } from '../../shared/ems/inventory.ts';
import type { DeviceId, SiteName } from '../../shared/ids.ts';
import type { Queries } from '../store/database.ts';
import { nextRevision } from '../store/state.ts';
import { forgetUsers } from '../users/verified.ts';
import type { Acquaintance } from './known-device.ts';

export interface Newcomer {
  readonly uid: DeviceId;
  readonly site: SiteName;
  /** Of the invitation, as JSON. */
  readonly domains: string;
  readonly inventory: Inventory;
}

export async function addDevice(queries: Queries, newcomer: Newcomer, now: number): Promise<void> {
  await queries
    .insertInto('devices')
    .values({
      uid: newcomer.uid,
      site: newcomer.site,
      domains: newcomer.domains,
      inventory: JSON.stringify(newcomer.inventory),
      state: 'active',
      sequence: 0,
      tags: '[]',
      online: 0,
      last_report_at: null,
      report: null,
      disagreements: '[]',
      view_revision: await nextRevision(queries),
      enrolled_at: now,
      disconnected: null,
      uninstall_code: null,
    })
    .execute();
}

/** A released device is a machine set up anew: what held the identity before ends now. A proved one goes on; its users sign in again. */
export async function takeBack(
  queries: Queries,
  newcomer: Newcomer,
  known: Extract<Acquaintance, { kind: 'proved' | 'released' }>,
): Promise<void> {
  if (known.kind === 'released')
    await queries
      .updateTable('certificates')
      .set({ state: 'retired' })
      .where('owner', '=', newcomer.uid)
      .where('state', '=', 'active')
      .execute();
  await forgetUsers(queries, newcomer.uid);
  const view_revision = await nextRevision(queries);
  await queries
    .updateTable('devices')
    .set({
      state: 'active',
      site: newcomer.site,
      domains: newcomer.domains,
      inventory: JSON.stringify(newcomer.inventory),
      tags: '[]',
      sequence: 0,
      view_revision,
      // A device that enrolls again is connected, and what let its users remove it was for the enrolment before.
      disconnected: null,
      uninstall_code: null,
    })
    .where('uid', '=', newcomer.uid)
    .execute();
  // The gateways of the site it left would never hear of it again: they begin anew.
  if (known.device.site !== newcomer.site)
    await queries.updateTable('gateways').set({ view_floor: view_revision }).execute();
}
