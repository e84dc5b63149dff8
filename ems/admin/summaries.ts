// What administrators are shown of devices and gateways.

import type { z } from 'zod';
import type { emsAdminContract, GatewaySummary } from '../../shared/ems/admin-contract.ts';
import type { EndpointSummary } from '../../shared/ems/endpoints.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { type DeviceId, deviceId, gatewayId, hostPort, siteName } from '../../shared/ids.ts';
import { readDisconnection } from '../devices/told.ts';
import type { Ems } from '../ems.ts';
import { viewOf } from '../gateways/device-views.ts';
import { readInventory, readNumbers, readReport, readSites, readTags, readWords } from '../json.ts';
import { newestCertificate } from '../pki/certificate-records.ts';
import type { DeviceRow, VerifiedUserRow } from '../store/tables.ts';
import { signedIn, signInSummaries, usersOf } from '../users/verified.ts';
import { endpointCertificates, standingOf } from './endpoint-certificates.ts';

type EndpointDetails = z.input<(typeof emsAdminContract)['commands']['showEndpoint']['result']>;

export async function listEndpoints(ems: Ems): Promise<EndpointSummary[]> {
  const rows = await ems.db.selectFrom('devices').selectAll().orderBy('enrolled_at').orderBy('uid').execute();
  const users = Map.groupBy(await signedIn(ems.db, ems.clock.now()), (user) => user.uid);
  return await Promise.all(rows.map((row) => endpointSummary(ems, row, users.get(row.uid) ?? [])));
}

/** @throws AppError `thing-unknown` */
export async function showEndpoint(ems: Ems, uid: DeviceId): Promise<EndpointDetails> {
  const row = await ems.db.selectFrom('devices').selectAll().where('uid', '=', uid).executeTakeFirst();
  if (row === undefined) throw new AppError('thing-unknown', { kind: 'device', id: uid, list: 'endpoints' });
  const now = ems.clock.now();
  const certificates = await ems.db
    .selectFrom('certificates')
    .selectAll()
    .where('owner', '=', uid)
    .orderBy('issued_at')
    .execute();
  const users = await signedIn(ems.db, now, { uid });
  return {
    ...(await endpointSummary(ems, row, users)),
    signIns: await signInSummaries(ems.db, now, { uid }),
    certificates: endpointCertificates(certificates, now),
    view: viewOf(
      ems,
      row,
      certificates.filter((each) => each.not_after > now),
      users,
    ),
    inventory: readInventory(row.inventory),
    report: readReport(row.report),
    disagreements: readNumbers(row.disagreements),
  };
}

export async function listGateways(ems: Ems): Promise<GatewaySummary[]> {
  const rows = await ems.db.selectFrom('gateways').selectAll().orderBy('joined_at').execute();
  const published = await ems.db.selectFrom('published').select('gateway_id').execute();
  return rows.map((row) => ({
    id: gatewayId.parse(row.id),
    state: row.state === 'approved' || row.state === 'withdrawn' ? row.state : 'pending',
    keyFingerprint: row.key_fingerprint,
    names: readWords(row.names),
    sites: readSites(row.sites),
    webHosts: readWords(row.web_hosts),
    addresses: readWords(row.addresses).map((address) => hostPort.parse(address)),
    connected: ems.hub.linkOf(row.id) !== null,
    appliedRevision: ems.hub.linkOf(row.id)?.applied ?? null,
    destinations: published.filter((each) => each.gateway_id === row.id).length,
  }));
}

async function endpointSummary(ems: Ems, row: DeviceRow, users: readonly VerifiedUserRow[]): Promise<EndpointSummary> {
  const inventory = readInventory(row.inventory);
  const certificate = await newestCertificate(ems.db, row.uid, 'machine');
  return {
    uid: deviceId.parse(row.uid),
    site: siteName.parse(row.site),
    hostname: inventory?.hostname ?? '',
    os: inventory === null ? '' : `${inventory.os} ${inventory.osVersion}`,
    online: row.online === 1,
    state: row.state === 'revoked' || row.state === 'cloned' || row.state === 'released' ? row.state : 'active',
    tags: readTags(row.tags),
    serial: certificate?.serial ?? '',
    certificate: certificate === undefined ? 'none' : standingOf(certificate, ems.clock.now()),
    verifiedUsers: usersOf(row, users, ems.clock.now()).length,
    lastReport: row.last_report_at === null ? null : new Date(row.last_report_at).toISOString(),
    disconnected: readDisconnection(row.disconnected),
  };
}
