// Issues web certificates to gateways, for hosts that an administrator approved and nothing else.

import type { z } from 'zod';
import type { gatewayRoutes } from '../../shared/ems/gateway-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Authority } from '../../shared/node/x509/authority.ts';
import { isApprovedWebHost } from '../../shared/policy/web-host.ts';
import type { Ems } from '../ems.ts';
import { machineRequest } from '../enrollment/machine-request.ts';
import { noteUse } from '../enrollment/retire.ts';
import type { GatewayCaller } from '../listeners/caller.ts';
import { hostsText } from '../pki/certificate-records.ts';
import { issuedAnswer, issueWebCertificate } from '../pki/certificates.ts';
import { type Bounds, refuseHoarder } from '../pki/hoarding.ts';
import { requireInForce } from '../pki/in-force.ts';
import { currentWebAuthority, type WebAuthority, webAuthorityById } from '../pki/web-authority.ts';
import type { Queries } from '../store/database.ts';
import type { CertificateRow } from '../store/tables.ts';
import { approvedWebHosts } from './web-hosts.ts';

type Asked = z.output<(typeof gatewayRoutes)['webCertificate']['body']>;
type Answer = z.output<(typeof gatewayRoutes)['webCertificate']['reply']>;

/** A gateway may have many virtual hosts with a certificate each, and be restarted often. */
const bounds: Bounds = { eachInForce: 16, allInForce: 512, aDay: 1_024 };

/** @throws AppError `csr-*`, `web-ca-absent`, `web-host-unapproved`, `too-many-requests` */
export async function certifyWebHosts(ems: Ems, caller: GatewayCaller, { csr, hosts }: Asked): Promise<Answer> {
  const request = await machineRequest(csr);
  await noteUse(ems, caller.certificate);
  return await ems.db.transaction().execute(async (queries) => {
    await requireInForce(queries, caller.certificate);
    const current = await currentWebAuthority(queries);
    if (current === null) throw new AppError('web-ca-absent');
    const approved = await approvedWebHosts(queries, caller.id, current);
    const unapproved = hosts.find((host) => !isApprovedWebHost(host, approved));
    if (unapproved !== undefined) throw new AppError('web-host-unapproved', { host: unapproved, gateway: caller.id });
    const before = await madeBefore(queries, caller, request.keyFingerprint, hosts, current);
    if (before !== null) return { ...issuedAnswer(ems, before), chain: current.certificatePem };
    await refuseHoarder(
      ems,
      queries,
      { owner: caller.id, kind: 'web', os_user: null, hosts: hostsText(hosts) },
      bounds,
    );
    const row = await issueWebCertificate(
      ems,
      queries,
      request,
      { id: caller.id, hosts },
      await signing(ems, queries, current),
    );
    await ems.audit.record(queries, {
      actor: `gateway ${caller.id}`,
      action: 'web certificate',
      target: hosts.join(','),
      outcome: 'allowed',
      detail: `serial ${row.serial}`,
    });
    return { ...issuedAnswer(ems, row), chain: current.certificatePem };
  });
}

/** The newest serials, of those that have not run out. */
export async function revokedWebCertificates(ems: Ems, gateway: string): Promise<string[]> {
  const rows = await ems.db
    .selectFrom('certificates')
    .select('serial')
    .where('owner', '=', gateway)
    .where('kind', '=', 'web')
    .where('state', '=', 'revoked')
    .where('not_after', '>', ems.clock.now())
    .orderBy('issued_at', 'desc')
    .limit(1_024)
    .execute();
  return rows.map(({ serial }) => serial);
}

/** The certificate that the same key got for the same hosts; null if there is none. @throws AppError `csr-weak` for the key of another use */
async function madeBefore(
  queries: Queries,
  caller: GatewayCaller,
  keyFingerprint: string,
  hosts: readonly string[],
  current: WebAuthority,
): Promise<CertificateRow | null> {
  const rows = await queries
    .selectFrom('certificates')
    .selectAll()
    .where('key_fingerprint', '=', keyFingerprint)
    .execute();
  if (rows.some((row) => row.owner !== caller.id || row.kind !== 'web'))
    throw new AppError('csr-weak', { why: 'web hosts have a key of their own' });
  const same = rows.filter((row) => row.hosts === hostsText(hosts) && row.issuer === current.id);
  const inForce = same.find((row) => row.state === 'active' && row.retire_at === null);
  if (inForce === undefined && same.length > 0) throw new AppError('csr-weak', { why: 'a renewal needs a new key' });
  return inForce ?? null;
}

/** What is wrong with the key's file is for the log, not for gateways. */
async function signing(ems: Ems, queries: Queries, current: WebAuthority): Promise<Authority> {
  try {
    const authority = await webAuthorityById(ems, queries, current.id);
    if (authority !== null) return authority;
  } catch (error) {
    ems.log.error('the web CA cannot sign', { error });
  }
  throw new AppError('web-ca-absent');
}
