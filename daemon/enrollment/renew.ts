// Renews the machine certificate with a new key.

import type { agentRoutes } from '../../shared/ems/agent-routes.ts';
import type { RouteClient } from '../../shared/node/route-client.ts';
import { checkIssued } from '../../shared/node/x509/check-issued.ts';
import { nextKey } from '../keys/next-key.ts';
import type { Identity } from '../state/saved.ts';
import type { World } from '../world.ts';

/** Asks for a certificate for a new key and saves both. @throws AppError `ems-*`, `certificate-unusable`, `machine-key-unavailable` */
export async function renewIdentity(
  world: World,
  client: RouteClient<typeof agentRoutes>,
  identity: Identity,
  signal: AbortSignal,
): Promise<Identity> {
  const { saved, clock, keys } = world;
  const key = await nextKey(world, identity);
  const { csr, read } = await keys.request(key, identity.uid);
  const issued = await client.call('renew', { body: { csr } }, signal);
  const now = clock.now();
  const { emsId, site, uid } = identity;
  const asked = {
    keys: { publicKey: read.publicKey },
    name: { kind: 'machine', emsId, site, uid },
    serial: issued.serial,
  } as const;
  checkIssued(issued.certificate, asked, now);
  const renewed: Identity = {
    ...identity,
    key,
    certificate: issued.certificate,
    serial: issued.serial,
    renewAt: now + issued.renewAfterMs,
    certificateEnds: now + issued.validForMs,
  };
  await saved.update((state) => ({ ...state, identity: renewed }));
  return renewed;
}
