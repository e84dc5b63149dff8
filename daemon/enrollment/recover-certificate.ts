// Gets the machine certificate back from the EMS, when the key is there and the certificate is of no use.

import { agentRoutes } from '../../shared/ems/agent-routes.ts';
import { routeClient } from '../../shared/node/route-client.ts';
import { checkIssued } from '../../shared/node/x509/check-issued.ts';
import { readKeyPair } from '../../shared/node/x509/keys.ts';
import { signCertificateProof } from '../../shared/node/x509/uid-proof.ts';
import type { Identity } from '../state/saved.ts';

/** @throws AppError `ems-*`, `key-unreadable`, `certificate-unusable` */
export async function recoverCertificate(identity: Identity, now: number): Promise<Identity> {
  const { ems, emsId, site, uid, fabricCa, key } = identity;
  const keys = readKeyPair(key, 'of the machine');
  await using client = routeClient(agentRoutes, { origin: `https://${ems}`, tls: { ca: fabricCa } });
  const body = { uid, signature: signCertificateProof(keys.privateKey, uid) };
  const { certificate, serial, renewAfterMs, validForMs } = await client.call('certificateOfKey', { body });
  checkIssued(certificate, { keys, name: { kind: 'machine', emsId, site, uid }, serial }, now);
  return { ...identity, certificate, serial, renewAt: now + renewAfterMs, certificateEnds: now + validForMs };
}
