// Who has proved to be which OS user of which device, and for how long that counts.

import type { VerifiedUserOfDevice } from '../../shared/ems/agent-routes.ts';
import type { SignInSummary } from '../../shared/ems/user-accounts.ts';
import { deviceId } from '../../shared/ids.ts';
import { readInventory, readWords } from '../json.ts';
import type { Queries } from '../store/database.ts';
import type { DeviceRow, VerifiedUserRow } from '../store/tables.ts';

/** Of whom: everything that is named must fit. */
export interface Whose {
  readonly uid?: string;
  readonly osUser?: string;
  readonly provider?: string;
  readonly subject?: string;
}

/** Those that count now. */
export async function signedIn(queries: Queries, now: number, whose: Whose = {}): Promise<VerifiedUserRow[]> {
  const { uid, osUser, provider, subject } = whose;
  return await queries
    .selectFrom('verified_users')
    .selectAll()
    .where('valid_until', '>', now)
    .$if(uid !== undefined, (query) => query.where('uid', '=', uid ?? ''))
    .$if(osUser !== undefined, (query) => query.where('os_user', '=', osUser ?? ''))
    .$if(provider !== undefined, (query) => query.where('provider', '=', provider ?? ''))
    .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? ''))
    .orderBy('verified_at')
    .orderBy('os_user')
    .execute();
}

/** As devices and gateways hear of them. Nobody is verified on a device that two machines claim to be, or that was ended. */
export function usersOf(
  device: Pick<DeviceRow, 'state'>,
  rows: readonly VerifiedUserRow[],
  now: number,
): VerifiedUserOfDevice[] {
  if (device.state !== 'active' && device.state !== 'released') return [];
  return rows.map((row) => ({
    osUser: row.os_user,
    provider: row.provider,
    subject: row.subject,
    groups: readWords(row.groups),
    validForMs: Math.max(0, row.valid_until - now),
  }));
}

/** As administrators see them. */
export async function signInSummaries(queries: Queries, now: number, whose: Whose = {}): Promise<SignInSummary[]> {
  const rows = await signedIn(queries, now, whose);
  const devices = await queries.selectFrom('devices').select(['uid', 'inventory']).execute();
  const hostnames = new Map(devices.map((row) => [row.uid, readInventory(row.inventory)?.hostname ?? '']));
  return rows.map((row) => ({
    uid: deviceId.parse(row.uid),
    hostname: hostnames.get(row.uid) ?? '',
    osUser: row.os_user,
    provider: row.provider,
    subject: row.subject,
    groups: readWords(row.groups),
    since: new Date(row.verified_at).toISOString(),
    until: new Date(row.valid_until).toISOString(),
  }));
}

/** Who signed out, or was signed out, since a backup was made is signed in again in it: everybody signs in anew. */
export async function forgetEverybody(queries: Queries): Promise<void> {
  await queries.deleteFrom('verified_users').execute();
  await queries.deleteFrom('pending_sign_ins').execute();
}

/** A device leaves, or is set up anew: whoever it was that used it. Who reads of the device is told of that already. */
export async function forgetUsers(queries: Queries, uid: string): Promise<void> {
  await queries.deleteFrom('verified_users').where('uid', '=', uid).execute();
  await queries.deleteFrom('pending_sign_ins').where('uid', '=', uid).execute();
}
