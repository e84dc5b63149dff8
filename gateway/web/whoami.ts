// Says what this gateway holds of the device that asks: what `stile doctor` compares with the agent and the EMS.

import type { WhoamiReply } from '../../shared/gateway/whoami.ts';
import type { DenialCode } from '../../shared/tunnel/denial.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { Access } from '../access/access.ts';
import type { DeviceViews } from '../ems/device-views.ts';
import type { OwnAnswer } from './exchange.ts';

export interface WhoamiParts {
  readonly access: Pick<Access, 'standingOf'>;
  readonly views: Pick<DeviceViews, 'mark' | 'ageMs'>;
  readonly gatewayId: () => string;
}

/**
 * For whoever shows a certificate that a CA in force signed, also when it is retired or revoked: that is what is to be
 * found out. The refusal's code for others.
 */
export function whoami(connection: ClientConnection, parts: WhoamiParts): OwnAnswer | DenialCode {
  const { certificate, device, view } = parts.access.standingOf(connection);
  if (view.readiness !== 'ready') return view.readiness === 'withdrawn' ? '097' : '096';
  if (certificate.kind !== 'sound') return certificate.kind === 'none' ? '002' : '001';
  const { mark, ageMs } = parts.views;
  const body: WhoamiReply & Readonly<Record<string, unknown>> = {
    gatewayId: parts.gatewayId(),
    uid: certificate.uid,
    kind: certificate.opens,
    osUser: certificate.osUser,
    serial: connection.certificate?.serial ?? null,
    sha256: certificate.sha256,
    /** Null: the view holds no such device. */
    device: device === null ? null : { state: device.state, online: device.online },
    certificates: [...(device?.certificates ?? [])],
    epoch: mark?.epoch ?? null,
    revision: mark?.revision ?? null,
    viewAgeMs: ageMs,
    viewFreshForMs: view.freshForMs,
  };
  return {
    status: 200,
    fields: [
      ['Content-Type', 'application/json'],
      ['Cache-Control', 'no-store'],
    ],
    body: `${JSON.stringify(body)}\n`,
  };
}
