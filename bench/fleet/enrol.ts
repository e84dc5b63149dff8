// Enrols a simulated device as a real one does: a key of its own, the pinned CA first, then the code over a second connection.

import { randomBytes } from 'node:crypto';
import { agentRoutes } from '../../shared/ems/agent-routes.ts';
import { deviceId } from '../../shared/ids.ts';
import type { Invitation } from '../../shared/invitation/invitation.ts';
import { routeClient } from '../../shared/node/route-client.ts';
import { fetchFabricCa } from '../../shared/node/tls/fabric-ca.ts';
import type { ClientTls } from '../../shared/node/tls/tls-options.ts';
import { makeCsr } from '../../shared/node/x509/csr.ts';
import { newKeyPair, privateKeyPem } from '../../shared/node/x509/keys.ts';
import { reportOf } from './posture.ts';

/** What a device needs to speak for itself. */
export type Identity = Required<Pick<ClientTls, 'ca' | 'cert' | 'key'>>;

/** @throws AppError `ems-*`, `pin-mismatch` */
export async function enrolDevice(number: number, { ems, ca, code }: Invitation): Promise<Identity> {
  const keys = await newKeyPair('p256');
  const uid = deviceId.parse(randomBytes(16).toString('hex').toUpperCase());
  const csr = await makeCsr(keys, uid);
  const fabricCa = await fetchFabricCa({ server: ems, sha256: ca });
  await using client = routeClient(agentRoutes, { origin: `https://${ems}`, tls: { ca: fabricCa } });
  const { inventory } = reportOf(number, 0, null);
  const { certificate } = await client.call('enroll', { body: { code, csr, uid, inventory } });
  return { ca: fabricCa, cert: certificate, key: privateKeyPem(keys) };
}
