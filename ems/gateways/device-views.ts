// What gateways see of devices: tags, certificates, and for how long it holds without another report.

import type { z } from 'zod';
import type { DeviceView, gatewayRoutes } from '../../shared/ems/gateway-routes.ts';
import { type CertificateRecord, certificateRecord } from '../../shared/identity/certificate-record.ts';
import { deviceId, siteName } from '../../shared/ids.ts';
import type { Ems } from '../ems.ts';
import { readSites, readTags } from '../json.ts';
import { currentState } from '../store/state.ts';
import type { CertificateRow, DeviceRow, VerifiedUserRow } from '../store/tables.ts';
import { usersOf } from '../users/verified.ts';

type Asked = z.output<(typeof gatewayRoutes)['uidTags']['query']>;
type Answer = z.output<(typeof gatewayRoutes)['uidTags']['reply']>;

/** The devices of a gateway's sites that changed since; all of them after a new epoch, an impossible revision or a change of sites. */
export async function deviceViews(ems: Ems, gateway: string, asked: Asked): Promise<Answer> {
  const snapshot = ems.db.transaction().setAccessMode('read only');
  return await snapshot.execute(async (queries) => {
    const { epoch, revision } = await currentState(queries);
    const { sites, view_floor } = await queries
      .selectFrom('gateways')
      .select(['sites', 'view_floor'])
      .where('id', '=', gateway)
      .executeTakeFirstOrThrow();
    const full = asked.epoch !== epoch || asked.since > revision || asked.since < Math.max(1, view_floor);
    const concerned = queries
      .selectFrom('devices')
      .where('site', 'in', readSites(sites))
      .where('view_revision', '>', full ? 0 : asked.since);
    const devices = await concerned.selectAll().execute();
    // As a question within the question: a list of all of them would be longer than a statement may be.
    const certificates = await queries
      .selectFrom('certificates')
      .selectAll()
      .where('owner', 'in', concerned.select('uid'))
      .where('not_after', '>', ems.clock.now())
      .orderBy('issued_at')
      .execute();
    const users = await queries
      .selectFrom('verified_users')
      .selectAll()
      .where('uid', 'in', concerned.select('uid'))
      .where('valid_until', '>', ems.clock.now())
      .orderBy('os_user')
      .execute();
    const byOwner = Map.groupBy(certificates, (row) => row.owner);
    const byDevice = Map.groupBy(users, (row) => row.uid);
    return {
      epoch,
      revision,
      full,
      items: devices.map((device) =>
        viewOf(ems, device, byOwner.get(device.uid) ?? [], byDevice.get(device.uid) ?? []),
      ),
      removed: [],
    };
  });
}

/** One device as gateways see it. */
export function viewOf(
  ems: Ems,
  device: DeviceRow,
  certificates: readonly CertificateRow[],
  users: readonly VerifiedUserRow[],
): DeviceView {
  const age = ems.lastSeen.ageMs(device.uid, device.last_report_at);
  return {
    uid: deviceId.parse(device.uid),
    site: siteName.parse(device.site),
    state: device.state === 'revoked' ? 'revoked' : 'active',
    online: device.online === 1,
    validForMs: Math.max(0, ems.config.tagsAfterMs - age),
    tags: readTags(device.tags),
    certificates: recordsOf(certificates),
    users: usersOf(device, users, ems.clock.now()).map(({ provider: _, ...user }) => user),
  };
}

/** What the EMS has on record of a device's certificates, as gateways get it. */
export async function certificatesOf(ems: Ems, uid: string): Promise<CertificateRecord[]> {
  const rows = await ems.db
    .selectFrom('certificates')
    .selectAll()
    .where('owner', '=', uid)
    .where('not_after', '>', ems.clock.now())
    .orderBy('issued_at')
    .execute();
  return recordsOf(rows);
}

const mostRecords = 64;

/** The newest; one that is in force is never left out for one that is not. `rows` come oldest first, and so do the records. */
export function recordsOf(rows: readonly CertificateRow[]): CertificateRecord[] {
  const inForce = rows.filter((row) => row.state === 'active').slice(-mostRecords);
  const ended = rows.filter((row) => row.state !== 'active');
  const shown = new Set([...inForce, ...ended.slice(Math.max(0, ended.length + inForce.length - mostRecords))]);
  return rows.filter((row) => shown.has(row)).map(recordOf);
}

function recordOf(row: CertificateRow): CertificateRecord {
  return certificateRecord.parse({
    sha256: row.sha256,
    issuer: row.issuer,
    serial: row.serial,
    kind: row.kind,
    uid: row.owner,
    osUser: row.os_user,
    notAfter: new Date(row.not_after).toISOString(),
    state: row.state,
  });
}
