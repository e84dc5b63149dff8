// The fields that a line about a web request has beyond those of any other, by FortiOS's names.

import type { Target } from '../../shared/tunnel/opening.ts';
import type { JudgedCertificate, VerifiedUser } from '../access/device-standing.ts';
import type { WebAsk } from '../sessions/session.ts';
import type { Place } from '../web/sites.ts';
import { isManageable } from '../web/user-agents.ts';
import { serverTarget } from '../web/web-access.ts';

/** What is known of a web request when it is over. */
export interface LoggedWeb {
  readonly ask: WebAsk;
  /** Null: the listener has no web proxy any more. */
  readonly place: Place | null;
  /** The real server that it was joined with. */
  readonly server: Target | null;
  readonly certificate: JudgedCertificate;
  readonly user: VerifiedUser | null;
  readonly emsId: string;
}

export function webFields({ ask, place, server, certificate, user, emsId }: LoggedWeb) {
  const gateway = place?.kind === 'found' ? place.gateway : null;
  const at = gateway?.realservers.map(serverTarget).findIndex((one) => isSame(one, server)) ?? -1;
  return {
    proxyapptype: ask.upgrade === 'websocket' ? 'websocket' : 'http',
    accessproxy: place?.proxy.name,
    vip: place?.virtualHost?.name,
    gatewayid: gateway?.id,
    realserverid: at < 0 ? undefined : at + 1,
    clientdeviceowner: user?.subject,
    clientdeviceems: emsId,
    clientdevicemanageable: manageability(certificate, ask),
    user: user?.subject,
    unauthuser: certificate.kind === 'sound' ? (certificate.osUser ?? undefined) : undefined,
    httpmethod: ask.method,
    // Queries hold what nobody but the server should read.
    url: `https://${ask.authority}${ask.path}`,
    referralurl: ask.referrer?.replace(/[?#].*$/s, ''),
    agent: ask.userAgent ?? undefined,
  };
}

function manageability(certificate: JudgedCertificate, ask: WebAsk): 'manageable' | 'unmanageable' {
  return certificate.kind !== 'none' || isManageable(ask.userAgent) ? 'manageable' : 'unmanageable';
}

function isSame(one: Target, other: Target | null): boolean {
  return other !== null && one.host === other.host && one.port === other.port;
}
