// Says what of the configuration the gateway publishes at the EMS. Published is not allowed: access stays the file's.

import type { PublishedDestination } from '../../shared/ems/gateway-routes.ts';
import { port } from '../../shared/ids.ts';
import type { GatewayConfig } from '../config/schema.ts';
import type { VirtualHost } from '../config/web-schema.ts';
import type { Publication } from './ems-connection.ts';

export function publicationOf(config: GatewayConfig): Publication {
  const services = config['ztna-destination'].map((entry) => ({
    name: entry.name,
    host: entry.address,
    port: entry.mappedport,
    kind: entry.kind,
    needs: entry.needs,
  }));
  const applications = config['access-proxy-virtual-host']
    .filter((entry) => entry.publish === 'enable')
    .flatMap((entry) => applicationOf(config, entry));
  return { addresses: config['traffic-forward-proxy'].addresses, destinations: [...services, ...applications] };
}

/** A virtual host at the port where browsers reach it; nothing if no web proxy serves it. */
function applicationOf(config: GatewayConfig, { name, host }: VirtualHost): readonly PublishedDestination[] {
  const proxy = config['web-proxy'].find((each) =>
    each['api-gateway'].some((gateway) => gateway['virtual-host'] === name),
  );
  if (proxy === undefined) return [];
  const [published = ''] = config['traffic-forward-proxy'].addresses;
  return [
    { name, host: host.toLowerCase(), port: port.parse(portIn(proxy.listen ?? published)), kind: 'web', needs: [] },
  ];
}

function portIn(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}
