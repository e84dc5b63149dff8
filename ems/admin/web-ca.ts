// Makes and shows the web CA for administrators.

import { X509Certificate } from 'node:crypto';
import type { WebCaSummary } from '../../shared/ems/admin-contract.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { authorityFingerprint, authorityId } from '../../shared/node/x509/authority.ts';
import type { Ems } from '../ems.ts';
import { organisationDomain } from '../invitations/organisation-domain.ts';
import { createWebAuthority, currentWebAuthority, type WebAuthority } from '../pki/web-authority.ts';
import type { Queries } from '../store/database.ts';
import { announce, profilesChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';

export async function showWebCa(ems: Ems): Promise<WebCaSummary | null> {
  const current = await currentWebAuthority(ems.db);
  return current === null ? null : summaryOf(current);
}

/** Devices hear of it by their profile, gateways by what they trust. @throws AppError `web-ca-exists`, `command-invalid` */
export async function createWebCa(
  ems: Ems,
  queries: Queries,
  wanted: { readonly domains: readonly string[]; readonly replace: boolean },
): Promise<WebCaSummary> {
  const [first, ...others] = new Set(wanted.domains.map((domain) => organisationDomain('web-ca create', domain)));
  if (first === undefined)
    throw new AppError('command-invalid', { command: 'web-ca create', why: 'it needs a domain' });
  const made = await createWebAuthority(ems, queries, { domains: [first, ...others], replace: wanted.replace });
  await nextRevision(queries);
  await announce(queries, profilesChanged, { kind: 'changed', what: 'certificates', to: { kind: 'gateway' } });
  return summaryOf(made);
}

function summaryOf({ certificatePem, domains }: WebAuthority): WebCaSummary {
  const certificate = new X509Certificate(certificatePem);
  return {
    id: authorityId(certificatePem),
    fingerprint: authorityFingerprint(certificatePem),
    subject: certificate.subject,
    domains: [...domains],
    notAfter: certificate.validToDate.toISOString(),
    certificate: certificatePem,
  };
}
