// Writes one JSON line for every session that ended and every request that was refused, with FortiOS's field names.

import type { Clock } from '../../shared/clock.ts';
import { denialCodes } from '../../shared/tunnel/denial.ts';
import type { Target } from '../../shared/tunnel/opening.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { Session, SessionEnd } from '../sessions/session.ts';

import { eventLine, eventOf } from './event-line.ts';
import { type LoggedWeb, webFields } from './web-fields.ts';

/** Takes whole lines without their end. JSON escapes control characters, so no value can forge a line. */
export type LineSink = (line: string) => void;

/** What a line says besides who and when. */
export interface LoggedAccess {
  readonly connection: Pick<ClientConnection, 'source' | 'certificate' | 'face'>;
  readonly uid: string | null;
  readonly tags: readonly string[];
  readonly target: Target | null;
  readonly requestId: string;
  readonly carrier: string | null;
  readonly reportedUser: string | null;
  readonly program: string | null;
  readonly session: Session | null;
  readonly end: SessionEnd;
  readonly durationMs: number;
  /** Null: no web request. */
  readonly web: LoggedWeb | null;
}

export interface AccessLog {
  write(access: LoggedAccess): void;
}

/** FortiOS: type traffic, subtype ztna, logid 0005000024. Durations in seconds, bytes as the device sees them. */
export function makeAccessLog(
  sink: LineSink,
  options: {
    readonly clock: Clock;
    readonly gatewayId: string;
    /** Whether refusals of the traffic-forward-proxy are written; web proxies say so each for itself. */
    readonly logsRefusals: () => boolean;
    /** Place of a policy in the file, from 1. */
    readonly policyId: (name: string) => number | undefined;
  },
): AccessLog {
  return {
    write(access) {
      const { end, web } = access;
      const isLogged = web === null ? options.logsRefusals() : web.place?.proxy['log-blocked-traffic'] !== 'disable';
      if (end.kind === 'refused' && !isLogged) return;
      const line = lineOf(access, new Date(options.clock.now()), options);
      sink(JSON.stringify(line));
      const event = end.kind === 'refused' && web !== null ? eventOf(end.refusal.code) : null;
      if (event !== null) sink(JSON.stringify(eventLine(event, line)));
    },
  };
}

function lineOf(
  access: LoggedAccess,
  at: Date,
  { gatewayId, policyId }: { readonly gatewayId: string; readonly policyId: (name: string) => number | undefined },
): Readonly<Record<string, unknown>> {
  const { connection, target, session, end, web } = access;
  const decided = session?.joined ?? null;
  const refusal = end.kind === 'refused' || end.kind === 'cut' ? end.refusal : null;
  const policy = decided?.accepted.policy ?? refusal?.policy ?? undefined;
  return {
    date: at.toISOString().slice(0, 10),
    time: at.toISOString().slice(11, 19),
    eventtime: `${at.getTime()}000000`,
    tz: '+0000',
    logid: '0005000024',
    type: 'traffic',
    subtype: 'ztna',
    level: refusal === null ? 'notice' : 'warning',
    srcip: connection.source.address,
    srcport: connection.source.port,
    dstip: decided?.address,
    dstport: target?.port,
    dsthost: target?.host,
    sessionid: session?.id,
    service: access.carrier ?? 'https',
    proto: 6,
    action: actionOf(end),
    policyid: policy === undefined ? undefined : policyId(policy),
    policyname: policy,
    policytype: 'proxy-policy',
    duration: Math.round(access.durationMs) / 1_000,
    sentbyte: session?.traffic.sent ?? 0,
    rcvdbyte: session?.traffic.received ?? 0,
    clientdeviceid: access.uid ?? undefined,
    clientdevicetags: access.tags.join('/'),
    clientcert: connection.certificate?.serial,
    unauthuser: access.reportedUser ?? undefined,
    app: access.program ?? undefined,
    accessproxy: connection.face.kind === 'web' ? 'web-proxy' : 'traffic-forward-proxy',
    gatewayid: gatewayId,
    devid: web === null ? undefined : gatewayId,
    ...(web === null ? {} : webFields(web)),
    requestid: access.requestId,
    code: refusal?.code,
    msg: messageOf(end),
  };
}

/** FortiOS's words for how a connection went. */
const actions = {
  closed: 'accept',
  'client-lost': 'client-rst',
  'origin-lost': 'server-rst',
  refused: 'deny',
  cut: 'close',
} as const satisfies Record<SessionEnd['kind'], string>;

function actionOf(end: SessionEnd): string {
  return actions[end.kind];
}

function messageOf(end: SessionEnd): string {
  switch (end.kind) {
    case 'closed':
      return 'Session closed';
    case 'client-lost':
      return 'Session ended by the client';
    case 'origin-lost':
      return 'Session ended by the server';
    case 'refused':
      return `Access refused: ${denialCodes[end.refusal.code].why}`;
    case 'cut':
      return `Session cut: ${denialCodes[end.refusal.code].why}`;
  }
}
