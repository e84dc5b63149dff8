// Tells access log and metrics of every end and every refusal, and counts how often each policy decided.

import type { Clock } from '../../shared/clock.ts';
import type { RequestId } from '../../shared/ids.ts';
import type { DenialCode } from '../../shared/tunnel/denial.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { Access } from '../access/access.ts';
import { verifiedUser } from '../access/decide.ts';
import type { Session, SessionEnd, WebRequest } from '../sessions/session.ts';
import type { Place } from '../web/sites.ts';
import type { AccessLog } from './access-log.ts';
import type { Metrics } from './metrics.ts';
import type { LoggedWeb } from './web-fields.ts';

export interface Accounts {
  readonly ended: (session: Session, end: SessionEnd) => void;
  readonly refused: (connection: ClientConnection, code: DenialCode, requestId: RequestId) => void;
  /** How many requests a policy has decided since the start. */
  readonly hits: (policy: string) => number;
}

export function makeAccounts(parts: {
  readonly access: Access;
  readonly accessLog: AccessLog;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** What a web request means now; null: its listener has no web proxy. */
  readonly placeOf: (request: WebRequest) => Place | null;
  readonly emsId: string;
}): Accounts {
  const { access, accessLog, metrics, clock } = parts;
  const hits = new Map<string, number>();

  function who(connection: ClientConnection): { readonly uid: string | null; readonly tags: readonly string[] } {
    const uid = access.uidOf(connection);
    return { uid, tags: uid === null ? [] : (access.device(uid)?.tags ?? []) };
  }

  function webOf(request: WebRequest, session: Session): LoggedWeb {
    const { certificate, device } = access.standingOf(request.connection);
    const osUser = certificate.kind === 'sound' ? certificate.osUser : null;
    return {
      ask: request.web,
      place: parts.placeOf(request),
      server: session.joined?.carried.server ?? null,
      certificate,
      user: device === null ? null : verifiedUser(device, osUser),
      emsId: parts.emsId,
    };
  }

  return {
    ended(session, end) {
      const { request } = session;
      const policy = session.joined?.accepted.policy ?? (end.kind === 'refused' ? end.refusal.policy : null);
      if (policy !== null) hits.set(policy, (hits.get(policy) ?? 0) + 1);
      metrics.ended(session, end);
      accessLog.write({
        ...who(request.connection),
        ...request,
        carrier: session.carrier,
        session,
        end,
        durationMs: clock.monotonic() - session.startedAt,
        web: 'web' in request ? webOf(request, session) : null,
      });
    },
    refused(connection, code, requestId) {
      metrics.refused(code);
      accessLog.write({
        ...who(connection),
        connection,
        target: null,
        requestId,
        carrier: null,
        reportedUser: null,
        program: null,
        session: null,
        end: { kind: 'refused', refusal: { kind: 'denied', code, policy: null, tags: [] } },
        durationMs: 0,
        web: null,
      });
    },
    hits: (policy) => hits.get(policy) ?? 0,
  };
}
