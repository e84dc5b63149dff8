// Calls the EMS as this device.

import { agentRoutes } from '../../shared/ems/agent-routes.ts';
import { type RouteClient, routeClient } from '../../shared/node/route-client.ts';
import type { Identity } from '../state/saved.ts';

export function clientOf(identity: Identity): RouteClient<typeof agentRoutes> {
  const tls = { ca: identity.fabricCa, cert: identity.certificate, key: identity.key };
  // One connection besides the link: the EMS holds them for thousands of devices.
  return routeClient(agentRoutes, { origin: `https://${identity.ems}`, tls, connections: 1 });
}
