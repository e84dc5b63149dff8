// Renews the machine certificate with a new key.

import type { agentRoutes } from '../../shared/ems/agent-routes.ts';
import type { RouteClient } from '../../shared/node/route-client.ts';
import { checkIssued } from '../../shared/node/x509/check-issued.ts';
import { makeCsr } from '../../shared/node/x509/csr.ts';
import { newKeyPair, privateKeyPem } from '../../shared/node/x509/keys.ts';
import type { Identity } from '../state/saved.ts';
import type { World } from '../world.ts';

/** Asks for a certificate for a new key and saves both. @throws AppError `ems-*`, `certificate-unusable` */
export async function renewIdentity(
  { saved, clock }: World,
  client: RouteClient<typeof agentRoutes>,
  identity: Identity,
  signal: AbortSignal,
): Promise<Identity> {
  const keys = await newKeyPair('p256');
  const issued = await client.call('renew', { body: { csr: await makeCsr(keys, identity.uid) } }, signal);
  const now = clock.now();
  const { emsId, site, uid } = identity;
  const asked = { keys, name: { kind: 'machine', emsId, site, uid }, serial: issued.serial } as const;
  checkIssued(issued.certificate, asked, now);
  const renewed: Identity = {
    ...identity,
    key: privateKeyPem(keys),
    certificate: issued.certificate,
    serial: issued.serial,
    renewAt: now + issued.renewAfterMs,
    certificateEnds: now + issued.validForMs,
  };
  await saved.update((state) => ({ ...state, identity: renewed }));
  return renewed;
}
