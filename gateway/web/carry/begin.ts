// Takes a web request through its order: enter, decide, choose a server, and hand it to what carries it.

import type { RequestId } from '../../../shared/ids.ts';
import type { DenialCode } from '../../../shared/tunnel/denial.ts';
import type { Refusal } from '../../access/decide.ts';
import { denialOf } from '../../access/denial.ts';
import { newRequestId } from '../../carriers/carrier-ports.ts';
import type { WebCarrier, WebRequest } from '../../sessions/session.ts';
import { fieldOf, type WebExchange } from '../exchange.ts';
import { requestHost } from '../match/request-host.ts';
import type { WebPorts } from '../web-ports.ts';
import { type Carriage, CarriedRequest } from './carried-request.ts';
import { endsConnection } from './refuse.ts';

/** What carries a request that was accepted and has a server. */
export type Carrier = (carriage: Carriage) => { start(): void };

const reservedPath = '/.stile/';

/** @param upgrade the protocol that the connection or stream switches to, or null */
export function beginWeb(exchange: WebExchange, upgrade: string | null, ports: WebPorts, carrier?: Carrier): void {
  const requestId = newRequestId();
  const named = requestHost(exchange.authority);
  const path = exchange.target.split('?', 1)[0] ?? '';
  const refuse = (refusal: Refusal) => refuseWeb(exchange, refusal, requestId, named?.host ?? null, ports);
  const refuseUnseen = (code: DenialCode) => {
    ports.refused(exchange.connection, code, requestId);
    refuse(own(code));
  };
  if (exchange.fault !== null || named === null) return refuseUnseen('091');
  if (path === reservedPath.slice(0, -1) || path.startsWith(reservedPath)) {
    const answer = exchange.method === 'GET' ? ports.reserved(exchange.connection, path) : null;
    if (answer === null || 'kind' in answer) return refuseUnseen(answer?.code ?? '021');
    return exchange.answer(answer, false);
  }

  const request: WebRequest = {
    connection: exchange.connection,
    carrier: carrierOf(exchange, upgrade),
    target: { host: named.host, port: named.port ?? 443 },
    reportedUser: null,
    program: null,
    requestId,
    web: {
      authority: exchange.authority,
      host: named.host,
      path,
      method: exchange.method,
      userAgent: fieldOf(exchange.fields, 'user-agent') ?? null,
      referrer: fieldOf(exchange.fields, 'referer') ?? null,
    },
  };
  const session = ports.enter(request);
  const refuseEntered = (refusal: Refusal) => {
    ports.end(session, { kind: 'refused', refusal });
    refuse(refusal);
  };
  if (ports.isTooMuch(request)) return refuseEntered(own('094'));
  const decision = ports.decide(request);
  if (decision.kind === 'denied') return refuseEntered(decision);
  ports.watch(session, decision.validForMs);
  const { proxy, gateway, virtualHost } = decision.place;
  const choice = ports.balancer.choose(proxy, gateway, {
    host: named.host,
    address: exchange.connection.source.address,
    cookie: fieldOf(exchange.fields, 'cookie'),
  });
  if (choice === null) return refuseEntered({ ...own('022'), policy: decision.policy });
  const facts = {
    origin: `https://${exchange.authority}`,
    authority: exchange.authority,
    clientAddress: exchange.connection.source.address,
    requestId,
    sessionId: session.id,
    asker: decision.asker,
    proxy,
    gateway,
    virtualHost,
    server: choice.server,
    upgrade,
  };
  const carriage = { exchange, request, session, decision, choice, facts, ports, refuse };
  const carrying = ports.carrying(exchange.connection);
  exchange.onClose(carrying);
  (carrier?.(carriage) ?? new CarriedRequest(carriage)).start();
}

/** Tells who asks of a refusal that is accounted for already. */
export function refuseWeb(
  exchange: WebExchange,
  refusal: Refusal,
  requestId: RequestId,
  host: string | null,
  ports: Pick<WebPorts, 'denialAnswer'>,
): void {
  const target = host === null ? null : { host, port: requestHost(exchange.authority)?.port ?? 443 };
  const denial = denialOf(refusal, requestId, target);
  const answer = ports.denialAnswer(denial, {
    connection: exchange.connection,
    method: exchange.method,
    host,
    accept: fieldOf(exchange.fields, 'accept'),
    acceptLanguage: fieldOf(exchange.fields, 'accept-language'),
  });
  exchange.answer(answer, exchange.http === '1.1' || endsConnection(refusal.code));
}

function carrierOf(exchange: WebExchange, upgrade: string | null): WebCarrier {
  if (upgrade !== null) return 'web-socket';
  if (exchange.http === '2') return 'web-stream';
  return exchange.bodyLength === 'none' || exchange.bodyLength === 0 ? 'web-request' : 'web-upload';
}

function own(code: DenialCode): Refusal {
  return { kind: 'denied', code, policy: null, tags: [] };
}
