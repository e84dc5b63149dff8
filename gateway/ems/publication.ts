// Says what of the configuration the gateway publishes at the EMS. Published is not allowed: access stays the file's.

import type { GatewayConfig } from '../config/schema.ts';
import type { Publication } from './ems-connection.ts';

export function publicationOf(config: GatewayConfig): Publication {
  return {
    addresses: config['traffic-forward-proxy'].addresses,
    destinations: config['ztna-destination'].map((entry) => ({
      name: entry.name,
      host: entry.address,
      port: entry.mappedport,
      kind: entry.kind,
      needs: entry.needs,
    })),
  };
}
