// Certificates of a device's users: issued and ended over the device's own connection, for whom the device names.

import type { z } from 'zod';
import type { agentRoutes } from '../../shared/ems/agent-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { type DeviceId, siteName } from '../../shared/ids.ts';
import { authorityId } from '../../shared/node/x509/authority.ts';
import type { SigningRequest } from '../../shared/node/x509/csr.ts';
import type { Act } from '../audit/audit.ts';
import type { Ems } from '../ems.ts';
import type { MachineCaller } from '../listeners/caller.ts';
import { issuedAnswer, issueUserCertificate } from '../pki/certificates.ts';
import { type Bounds, refuseHoarder } from '../pki/hoarding.ts';
import { requireInForce } from '../pki/in-force.ts';
import type { Queries } from '../store/database.ts';
import { announce, tagsChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';
import type { CertificateRow } from '../store/tables.ts';
import { isSuperseded, markCloned } from './cloned.ts';
import { revokeRows } from './end.ts';
import { noteUse } from './retire.ts';
import { userRequest } from './user-request.ts';

type Asked = z.output<(typeof agentRoutes)['userCertificate']['body']>;
type Answer = z.output<(typeof agentRoutes)['userCertificate']['reply']>;

/** With the certificates of the machine itself, all in force fit into what a gateway is told of one device. */
const bounds: Bounds = { eachInForce: 4, allInForce: 48, aDay: 96 };

/** @throws AppError `csr-*`; `csr-weak` also for a key that was in use before; `certificate-refused`, `too-many-requests` */
export async function certifyUser(ems: Ems, caller: MachineCaller, { csr, osUser }: Asked): Promise<Answer> {
  const request = await userRequest(csr);
  await noteUse(ems, caller.certificate);
  const made = await ems.db.transaction().execute(async (queries) => {
    await requireInForce(queries, caller.certificate);
    if (await isSuperseded(ems, queries, caller)) return await markCloned(ems, queries, caller.uid);
    const user = { uid: caller.uid, osUser, request };
    return (await madeBefore(ems, queries, user)) ?? (await makeNew(ems, queries, user));
  });
  if (made === null) throw new AppError('certificate-refused', { why: 'another key is in use for this device' });
  return { ...issuedAnswer(ems, made), issuer: ems.authorities.ztna.certificatePem };
}

/** Says that the user's store holds a certificate: those before it end ten minutes later. @throws AppError `thing-unknown` */
export async function noteInstalled(
  ems: Ems,
  caller: MachineCaller,
  installed: { readonly osUser: string; readonly serial: string },
): Promise<void> {
  const row = await ems.db
    .selectFrom('certificates')
    .selectAll()
    .where('serial', '=', installed.serial)
    .where('owner', '=', caller.uid)
    .where('os_user', '=', installed.osUser)
    .executeTakeFirst();
  if (row === undefined)
    throw new AppError('thing-unknown', { kind: 'certificate', id: installed.serial, list: 'endpoints' });
  if (row.state === 'active') await noteUse(ems, row);
}

/** Revokes what a user of the device holds; tells how many those were. */
export async function endUser(ems: Ems, caller: MachineCaller, osUser: string): Promise<number> {
  return await ems.db.transaction().execute(async (queries) => {
    await requireInForce(queries, caller.certificate);
    const ended = await revokeRows(ems, queries, { owner: caller.uid, osUser }, 'cessation-of-operation');
    if (ended === 0) return 0;
    await ems.audit.record(queries, act(caller.uid, 'user certificate end', osUser, `${ended} revoked`));
    await showToGateways(queries, caller.uid);
    return ended;
  });
}

interface Asking {
  readonly uid: DeviceId;
  readonly osUser: string;
  readonly request: SigningRequest;
}

/** The certificate of a request whose answer was lost; null for a new key. @throws AppError `csr-weak` for a used one */
async function madeBefore(
  ems: Ems,
  queries: Queries,
  { uid, osUser, request }: Asking,
): Promise<CertificateRow | null> {
  const rows = await queries
    .selectFrom('certificates')
    .selectAll()
    .where('key_fingerprint', '=', request.keyFingerprint)
    .execute();
  if (rows.length === 0) return null;
  const current = authorityId(ems.authorities.ztna.certificatePem);
  const newest = rows.find(
    (row) =>
      row.owner === uid &&
      row.os_user === osUser &&
      row.state === 'active' &&
      row.retire_at === null &&
      row.issuer === current,
  );
  if (newest !== undefined) return newest;
  throw new AppError('csr-weak', { why: 'a user needs a new key' });
}

async function makeNew(ems: Ems, queries: Queries, { uid, osUser, request }: Asking): Promise<CertificateRow> {
  const device = await queries
    .selectFrom('devices')
    .select(['site', 'state'])
    .where('uid', '=', uid)
    .executeTakeFirstOrThrow();
  if (device.state === 'cloned')
    throw new AppError('certificate-refused', { why: 'two machines claim to be this device' });
  await refuseHoarder(ems, queries, { kind: 'user', owner: uid, os_user: osUser, hosts: null }, bounds);
  const certificate = await issueUserCertificate(ems, queries, request, {
    uid,
    site: siteName.parse(device.site),
    osUser,
  });
  await ems.audit.record(queries, act(uid, 'user certificate', osUser, `serial ${certificate.serial}`));
  await showToGateways(queries, uid);
  return certificate;
}

function act(uid: DeviceId, action: string, osUser: string, detail: string): Act {
  return { actor: `device ${uid}`, action, target: `${uid} ${osUser}`, outcome: 'allowed', detail };
}

/** What gateways know of the device is out of date. */
async function showToGateways(queries: Queries, uid: DeviceId): Promise<void> {
  const view_revision = await nextRevision(queries);
  await queries.updateTable('devices').set({ view_revision }).where('uid', '=', uid).execute();
  await announce(queries, tagsChanged);
}
