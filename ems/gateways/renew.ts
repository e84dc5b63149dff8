// Renews a gateway's certificate with a new key, for the names its approval gave.

import type { IssuedCertificate } from '../../shared/ems/agent-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Ems } from '../ems.ts';
import { machineRequest } from '../enrollment/machine-request.ts';
import { noteUse } from '../enrollment/retire.ts';
import { readSites, readWords } from '../json.ts';
import type { GatewayCaller } from '../listeners/caller.ts';
import { issuedAnswer, issueGatewayCertificate } from '../pki/certificates.ts';
import { requireInForce } from '../pki/in-force.ts';

/** @throws AppError `csr-*` */
export async function renewGateway(ems: Ems, caller: GatewayCaller, csr: string): Promise<IssuedCertificate> {
  const request = await machineRequest(csr);
  await noteUse(ems, caller.certificate);
  if (request.keyFingerprint === caller.certificate.key_fingerprint)
    throw new AppError('csr-weak', { why: 'a renewal needs a new key' });
  const row = await ems.db.transaction().execute(async (queries) => {
    await requireInForce(queries, caller.certificate);
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
