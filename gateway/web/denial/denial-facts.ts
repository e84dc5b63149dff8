// Gathers what a denial may show of who asks, and nothing before it is known who that is.

import type { Denial } from '../../../shared/tunnel/denial.ts';
import type { Access } from '../../access/access.ts';
import { verifiedUser } from '../../access/decide.ts';
import type { GatewayIdentity } from '../../join/identity.ts';
import type { DenialFacts } from '../ports.ts';
import type { DenialAsked } from '../web-ports.ts';

export function denialFacts(
  denial: Denial,
  asked: DenialAsked,
  parts: {
    readonly access: Pick<Access, 'standingOf'>;
    readonly identity: Pick<GatewayIdentity, 'emsId' | 'site'>;
    /** Wall clock. */
    readonly now: number;
  },
): DenialFacts {
  const { certificate, device } = parts.access.standingOf(asked.connection);
  // A denial names no destination as long as its code says that the device is not known.
  const isKnown = certificate.kind === 'sound' && denial.destination !== null;
  return {
    denial,
    host: asked.host,
    deviceId: isKnown ? certificate.uid : null,
    serial: asked.connection.certificate?.serial ?? null,
    user: isKnown && device !== null ? (verifiedUser(device, certificate.osUser)?.subject ?? null) : null,
    ems: `${parts.identity.emsId} · ${parts.identity.site}`,
    at: new Date(parts.now),
  };
}
