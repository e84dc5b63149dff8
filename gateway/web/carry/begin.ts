// Takes a web request through its order: enter, decide, choose a server, and hand it to what carries it.

import type { RequestId } from '../../../shared/ids.ts';
import type { DenialCode } from '../../../shared/tunnel/denial.ts';
import { requestIdHeader } from '../../../shared/tunnel/opening.ts';
import type { Refusal } from '../../access/decide.ts';
import { denialOf } from '../../access/denial.ts';
import { newRequestId } from '../../carriers/carrier-ports.ts';
import type { WebCarrier, WebRequest } from '../../sessions/session.ts';
import { fieldOf, type WebExchange } from '../exchange.ts';
import { type RequestHost, requestHost } from '../match/request-host.ts';
import type { WebPorts } from '../web-ports.ts';
import { type Carriage, CarriedRequest } from './carried-request.ts';
import { endsConnection } from './refuse.ts';

const reservedPath = '/.stile/';

/** @param upgrade the protocol that the connection or stream switches to, or null */
export function beginWeb(exchange: WebExchange, upgrade: string | null, ports: WebPorts): void {
  const requestId = newRequestId();
  const named = requestHost(exchange.authority);
  const path = exchange.target.split('?', 1)[0] ?? '';
  const isUnknown = upgrade !== null && upgrade !== 'websocket';
  if (exchange.fault !== null || named === null || isUnknown) refuseUnseen(exchange, '091', requestId, ports);
  else if (path === reservedPath.slice(0, -1) || path.startsWith(reservedPath))
    answerReserved(exchange, path, requestId, ports);
  else {
    const carriage = admitted(exchange, requestFor(exchange, named, path, upgrade, requestId), ports);
    if (carriage === null) return;
    exchange.onClose(ports.carrying(exchange.connection));
    new CarriedRequest(carriage).start();
  }
}

function answerReserved(exchange: WebExchange, path: string, requestId: RequestId, ports: WebPorts): void {
  const answer = exchange.method === 'GET' ? ports.reserved(exchange.connection, path) : '021';
  if (typeof answer === 'string') refuseUnseen(exchange, answer, requestId, ports);
  else exchange.answer({ ...answer, fields: [...answer.fields, [requestIdHeader, requestId]] }, false);
}

/** Null: it was refused, and that is accounted for. */
function admitted(exchange: WebExchange, request: WebRequest, ports: WebPorts): Carriage | null {
  const session = ports.enter(request);
  const refuse = (refusal: Refusal) => refuseWeb(exchange, refusal, request.requestId, ports);
  const refuseEntered = (refusal: Refusal) => {
    ports.end(session, { kind: 'refused', refusal });
    refuse(refusal);
    return null;
  };
  if (ports.isTooMuch(request)) return refuseEntered(own('094'));
  const decision = ports.decide(request);
  if (decision.kind === 'denied') return refuseEntered(decision);
  ports.watch(session, decision.validForMs);
  const { proxy, gateway, virtualHost } = decision.place;
  const { address } = exchange.connection.source;
  const cookie = fieldOf(exchange.fields, 'cookie');
  const choice = ports.balancer.choose(proxy, gateway, { host: request.web.host, address, cookie });
  if (choice === null) return refuseEntered({ ...own('022'), policy: decision.policy });
  const facts = {
    connection: exchange.connection,
    origin: `https://${exchange.authority}`,
    authority: exchange.authority,
    clientAddress: address,
    requestId: request.requestId,
    sessionId: session.id,
    asker: decision.asker,
    proxy,
    gateway,
    virtualHost,
    server: choice.server,
    upgrade: request.web.upgrade,
  };
  return { exchange, request, session, decision, choice, facts, ports, refuse };
}

function requestFor(
  exchange: WebExchange,
  named: RequestHost,
  path: string,
  upgrade: string | null,
  requestId: RequestId,
): WebRequest {
  return {
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
      upgrade,
      method: exchange.method,
      userAgent: fieldOf(exchange.fields, 'user-agent') ?? null,
      referrer: fieldOf(exchange.fields, 'referer') ?? null,
    },
  };
}

/** Refuses what never becomes a session. */
function refuseUnseen(exchange: WebExchange, code: DenialCode, requestId: RequestId, ports: WebPorts): void {
  ports.refused(exchange.connection, code, requestId);
  refuseWeb(exchange, own(code), requestId, ports);
}

/** Tells who asks of a refusal that is accounted for already. */
function refuseWeb(exchange: WebExchange, refusal: Refusal, requestId: RequestId, ports: WebPorts): void {
  const named = requestHost(exchange.authority);
  const target = named === null ? null : { host: named.host, port: named.port ?? 443 };
  const answer = ports.denialAnswer(denialOf(refusal, requestId, target), {
    connection: exchange.connection,
    method: exchange.method,
    host: named?.host ?? null,
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
