// Renews a gateway's certificate with a new key, for the names its approval gave.

import type { IssuedCertificate } from '../../shared/ems/agent-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { parseCsr } from '../../shared/node/x509/csr.ts';
import type { Ems } from '../ems.ts';
import { readSites, readWords } from '../json.ts';
import type { GatewayCaller } from '../listeners/caller.ts';
import { issuedAnswer, issueGatewayCertificate } from '../pki/certificates.ts';

/** @throws AppError `csr-*` */
export async function renewGateway(ems: Ems, caller: GatewayCaller, csr: string): Promise<IssuedCertificate> {
  const request = await parseCsr(csr);
  if (request.keyFingerprint === caller.certificate.key_fingerprint)
    throw new AppError('csr-weak', { why: 'a renewal needs a new key' });
  const row = await ems.db.transaction().execute(async (queries) => {
    const gateway = await queries
      .selectFrom('gateways')
      .selectAll()
      .where('id', '=', caller.id)
      .executeTakeFirstOrThrow();
    const [site] = readSites(gateway.sites);
    if (site === undefined) throw new AppError('gateway-unknown', { gateway: caller.id });
    const made = await issueGatewayCertificate(ems, queries, request, {
      id: caller.id,
      site,
      names: readWords(gateway.names),
    });
    const detail = `serial ${made.serial} after ${caller.certificate.serial}`;
    await ems.audit.record(queries, {
      actor: `gateway ${caller.id}`,
      action: 'renew',
      target: caller.id,
      outcome: 'allowed',
      detail,
    });
    return made;
  });
  return issuedAnswer(ems, row);
}
