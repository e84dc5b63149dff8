// What the gateway's file names besides the services: destinations that nobody is ever let through to.

import type { GatewayChoices } from '../../stage/configuration.ts';
import type { Places } from '../../stage/places.ts';

/** What each of them is for is its name. */
export const decoys = {
  unruled: 'unruled.corp.test',
  closed: 'closed.corp.test',
  forbidden: 'forbidden.corp.test',
  golden: 'golden.corp.test',
  nowhere: 'nowhere.corp.test',
  loopback: 'loopback.corp.test',
  linkLocal: 'link-local.corp.test',
  metadata: 'metadata.corp.test',
  ownAddress: 'own-address.corp.test',
} as const;

/** All but the first three are behind a policy that accepts the device, so that only their addresses can stop it. */
export function decoyChoices({ services, ports }: Places, managed: string): GatewayChoices {
  const { port } = services.crm;
  return {
    destinations: [
      { name: 'unruled', address: decoys.unruled, port },
      { name: 'closed', address: decoys.closed, port },
      { name: 'forbidden', address: decoys.forbidden, port },
      { name: 'golden', address: decoys.golden, port },
      { name: 'nowhere', address: decoys.nowhere, port },
      { name: 'loopback', address: decoys.loopback, port: ports.agent },
      { name: 'link-local', address: decoys.linkLocal, port: 80 },
      { name: 'metadata', address: decoys.metadata, port: 80 },
      { name: 'own-address', address: decoys.ownAddress, port: ports.proxy },
    ],
    policies: [
      { name: 'closed-to-all', action: 'deny', destinations: ['closed'], tags: 'none' },
      { name: 'forbidden-to-managed', action: 'deny', destinations: ['forbidden'], tags: [managed] },
      { name: 'gold-only', action: 'accept', destinations: ['golden'], tags: ['gold'] },
      {
        name: 'traps',
        action: 'accept',
        destinations: ['nowhere', 'loopback', 'link-local', 'metadata', 'own-address'],
        tags: [managed],
      },
    ],
  };
}
