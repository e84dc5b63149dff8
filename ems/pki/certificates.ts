// Issues certificates: to machines and their users, to gateways and their web hosts; each is kept on record.

import type { KeyObject } from 'node:crypto';
import type { IssuedCertificate as IssuedAnswer } from '../../shared/ems/agent-routes.ts';
import { formatCertificateName } from '../../shared/identity/certificate-name.ts';
import type { DeviceId, GatewayId, SiteName } from '../../shared/ids.ts';
import { serialHex } from '../../shared/ids.ts';
import { type Authority, startedBeforeMs } from '../../shared/node/x509/authority.ts';
import type { SigningRequest } from '../../shared/node/x509/csr.ts';
import { issue } from '../../shared/node/x509/issue.ts';
import type { Ems } from '../ems.ts';
import type { Queries } from '../store/database.ts';
import type { CertificateRow } from '../store/tables.ts';
import { keepCertificate } from './certificate-records.ts';

const lifeDays = 90;
/** Issues a machine certificate; older ones of the device begin to retire. */
export async function issueMachineCertificate(
  ems: Ems,
  queries: Queries,
  request: SigningRequest,
  owner: { readonly uid: DeviceId; readonly site: SiteName },
): Promise<CertificateRow> {
  const sanUri = formatCertificateName({ kind: 'machine', emsId: ems.identity.emsId, ...owner });
  const made = await issue({
    ...common(ems, request.publicKey),
    authority: ems.authorities.ztna,
    subjectCn: owner.uid,
    sanUri,
    eku: 'client',
  });
  return await keepCertificate(
    ems,
    queries,
    request,
    made,
    { kind: 'machine', owner: owner.uid },
    ems.authorities.ztna,
  );
}

/** Issues a user's certificate; older ones of this user on this device begin to retire. */
export async function issueUserCertificate(
  ems: Ems,
  queries: Queries,
  request: SigningRequest,
  owner: { readonly uid: DeviceId; readonly site: SiteName; readonly osUser: string },
): Promise<CertificateRow> {
  const { uid, osUser } = owner;
  const sanUri = formatCertificateName({ kind: 'user', emsId: ems.identity.emsId, ...owner });
  const made = await issue({
    ...common(ems, request.publicKey),
    authority: ems.authorities.ztna,
    subjectCn: uid,
    sanUri,
    eku: 'client',
  });
  return await keepCertificate(ems, queries, request, made, { kind: 'user', owner: uid, osUser }, ems.authorities.ztna);
}

/** Issues a gateway's certificate, with the names its approval gave, never those of its request. */
export async function issueGatewayCertificate(
  ems: Ems,
  queries: Queries,
  request: Pick<SigningRequest, 'publicKey' | 'keyFingerprint'>,
  owner: { readonly id: GatewayId; readonly site: SiteName; readonly names: readonly string[] },
): Promise<CertificateRow> {
  const sanUri = formatCertificateName({
    kind: 'gateway',
    emsId: ems.identity.emsId,
    site: owner.site,
    gatewayId: owner.id,
  });
  const made = await issue({
    ...common(ems, request.publicKey),
    authority: ems.authorities.fabric,
    subjectCn: owner.id,
    sanUri,
    dnsNames: owner.names,
    eku: 'both',
  });
  const holder = { kind: 'gateway', owner: owner.id } as const;
  return await keepCertificate(ems, queries, request, made, holder, ems.authorities.fabric);
}

/** Issues a server certificate of the web CA for hosts of a gateway; older ones for the same hosts begin to retire. */
export async function issueWebCertificate(
  ems: Ems,
  queries: Queries,
  request: SigningRequest,
  owner: { readonly id: GatewayId; readonly hosts: readonly string[] },
  authority: Authority,
): Promise<CertificateRow> {
  const made = await issue({
    ...common(ems, request.publicKey),
    authority,
    subjectCn: commonNameOf(owner.hosts, owner.id),
    dnsNames: owner.hosts,
    eku: 'server',
  });
  const holder = { kind: 'web', owner: owner.id, hosts: owner.hosts } as const;
  return await keepCertificate(ems, queries, request, made, holder, authority);
}

/** RFC 5280 appendix A.1: a common name has at most 64 characters. Nobody but people reads it. */
function commonNameOf(hosts: readonly string[], otherwise: string): string {
  return hosts.find((host) => host.length <= 64) ?? otherwise;
}

/** What the holder is told: durations, not dates. Renewal is due at two thirds of the life, spread by a tenth. */
export function issuedAnswer(ems: Ems, row: CertificateRow): IssuedAnswer {
  const now = ems.clock.now();
  const life = row.not_after - row.issued_at;
  const due = row.issued_at + (life * 2) / 3 - life * 0.1 * ems.random();
  return {
    certificate: row.certificate,
    serial: serialHex.parse(row.serial),
    validForMs: Math.max(0, row.not_after - now),
    renewAfterMs: Math.max(0, due - now),
  };
}

function common(ems: Ems, publicKey: KeyObject) {
  return {
    publicKey,
    days: lifeDays,
    notBefore: new Date(ems.clock.now() - startedBeforeMs),
    publicUrl: ems.publicUrl,
  };
}
