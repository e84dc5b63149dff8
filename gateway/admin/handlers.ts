// Answers the administrator's questions on the local socket.

import type { Clock } from '../../shared/clock.ts';
import type { gatewayAdminContract, SessionSummary } from '../../shared/gateway/admin-contract.ts';
import type { KnownCaller } from '../../shared/node/local-socket/caller.ts';
import type { Handlers } from '../../shared/wire/define-contract.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { Access } from '../access/access.ts';
import { hostPortOf } from '../access/denial.ts';
import type { LiveConfig } from '../config/live-config.ts';
import type { DeviceViews } from '../ems/device-views.ts';
import type { EmsConnection } from '../ems/ems-connection.ts';
import type { GatewayIdentity } from '../join/identity.ts';
import type { SessionRegistry } from '../sessions/registry.ts';
import type { Session } from '../sessions/session.ts';

export interface AdminParts {
  readonly access: Access;
  readonly config: LiveConfig;
  readonly views: DeviceViews;
  readonly ems: EmsConnection;
  readonly registry: SessionRegistry;
  readonly identity: GatewayIdentity;
  readonly clock: Clock;
  readonly version: string;
  readonly listen: string;
  hits(policy: string): number;
}

export function adminHandlers(parts: AdminParts): Handlers<typeof gatewayAdminContract, KnownCaller> {
  const { access, config, views, registry } = parts;
  return {
    status: () => ({
      gatewayId: parts.identity.gatewayId,
      version: parts.version,
      listen: parts.listen,
      ems: parts.identity.ems,
      emsConnected: parts.ems.state.kind === 'connected',
      emsTrouble: [...parts.ems.trouble],
      epoch: views.mark?.epoch ?? null,
      appliedRevision: views.mark?.revision ?? null,
      viewAgeMs: views.ageMs,
      viewFresh: access.freshForMs > 0,
      sessions: registry.sessions.length,
      configuration: config.outcome,
    }),
    sessions: () => ({
      sessions: registry.sessions.map((session) => summaryOf(session, access, parts.clock)),
    }),
    endpoints: () => ({ endpoints: [...views.all()] }),
    policies: () => ({
      policies: config.current.policy.map((policy) => ({
        name: policy.name,
        action: policy.action,
        tags: policy['ztna-ems-tag'] === 'none' ? [] : policy['ztna-ems-tag'],
        match: policy['ztna-tags-match-logic'] === 'and' ? ('all' as const) : ('any' as const),
        destinations: named(policy['ztna-destination']),
        proxies: named(policy['ztna-proxy']),
        hits: parts.hits(policy.name),
      })),
    }),
    cut: ({ uid }) => ({
      cut: registry.cutDevice(uid, { kind: 'denied', code: '098', policy: null, tags: [] }),
    }),
    reload: async () => ({ outcome: await config.reload() }),
  };
}

/** Whom a user certificate names. */
function osUserOf(connection: ClientConnection, access: Access): string | null {
  const { certificate } = access.standingOf(connection);
  return certificate.kind === 'sound' ? certificate.osUser : null;
}

function named(list: 'all' | readonly string[] | undefined): string[] {
  return list === 'all' ? ['all'] : [...(list ?? [])];
}

function summaryOf(session: Session, access: Access, clock: Clock): SessionSummary {
  const { request, joined } = session;
  const uid = access.uidOf(request.connection);
  const { source } = request.connection;
  return {
    id: session.id,
    uid,
    serial: request.connection.certificate?.serial ?? null,
    carrier: session.carrier,
    destination: hostPortOf(request.target),
    address: joined?.address ?? null,
    policy: joined?.accepted.policy ?? '',
    reportedUser: request.reportedUser ?? osUserOf(request.connection, access),
    source: hostPortOf({ host: source.address, port: source.port }),
    ageMs: clock.monotonic() - session.startedAt,
    validForMs: Number.isFinite(session.validForMs) ? session.validForMs : null,
    sentBytes: session.traffic.sent,
    receivedBytes: session.traffic.received,
  };
}
