// The gateway's routes made real.

import type { gatewayRoutes } from '../../shared/ems/gateway-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Ems } from '../ems.ts';
import { noteUse } from '../enrollment/retire.ts';
import { deviceViews } from '../gateways/device-views.ts';
import { joinGateway } from '../gateways/join.ts';
import { publish } from '../gateways/publication.ts';
import { renewGateway } from '../gateways/renew.ts';
import { trustFor } from '../gateways/trust.ts';
import { certifyWebHosts } from '../gateways/web-certificates.ts';
import type { RateLimit } from '../invitations/rate-limit.ts';
import { requireInForce } from '../pki/in-force.ts';
import type { Caller, GatewayCaller } from './caller.ts';
import type { RouteHandlers } from './mutual-listener.ts';

export function gatewayHandlers(ems: Ems, limit: RateLimit): RouteHandlers<typeof gatewayRoutes> {
  return {
    ca: async () => ems.authorities.fabric.certificatePem,
    join: ({ source, body }) => joinGateway(ems, limit, source, body),
    renew: ({ caller, body }) => renewGateway(ems, gateway(caller), body.csr),
    trust: async ({ caller }) => {
      const { id, certificate } = gateway(caller);
      await noteUse(ems, certificate);
      return await trustFor(ems, id);
    },
    webCertificate: ({ caller, body }) => certifyWebHosts(ems, gateway(caller), body),
    uidTags: ({ caller, query }) => deviceViews(ems, gateway(caller).id, query),
    destinations: async ({ caller, body }) => {
      const { id, certificate } = gateway(caller);
      const revision = await ems.db.transaction().execute(async (queries) => {
        await requireInForce(queries, certificate);
        return await publish(queries, id, body);
      });
      return { revision };
    },
  };
}

/** The table has let only gateways through; anything else is a bug of ours, and refused. */
export function gateway(caller: Caller): GatewayCaller {
  if (caller.kind === 'gateway') return caller;
  throw new AppError('certificate-required', { kinds: 'gateway' });
}
