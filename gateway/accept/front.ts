// Reads one request from each connection, within limits of size, time and number, and gives it to its carrier.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Denial, DenialCode } from '../../shared/tunnel/denial.ts';
import { continuedSessions, requestIdHeader, tunnelProtocol } from '../../shared/tunnel/opening.ts';
import { denialOf } from '../access/denial.ts';
import { type CarrierPorts, newRequestId } from '../carriers/carrier-ports.ts';
import { carryPlain } from '../carriers/plain.ts';
import { carryTunnel } from '../carriers/tunnel.ts';
import { framed, type OwnAnswer } from '../web/exchange.ts';
import { answerAndClose, rawAnswer, refusalAnswer, switchingHead } from './answer.ts';
import type { ClientConnection } from './client-connection.ts';
import { limits, Tally } from './connection-limits.ts';
import type { IdleConnections } from './idle-connections.ts';
import { type RequestKind, requestKind } from './request-kind.ts';

export interface FrontPorts extends Omit<CarrierPorts, 'carrying'> {
  /** Why this connection may reach nothing, judged now; null if it may ask. */
  standing(connection: ClientConnection): DenialCode | null;
  /** Lets sessions of the device go on with the certificate that this connection shows. */
  carryOver(connection: ClientConnection, requestIds: ReadonlySet<string>): void;
  /** The uid of a certificate of ours; null makes the connection anonymous. */
  uidOf(connection: ClientConnection): string | null;
  readonly idle: IdleConnections;
  /** `GET /.stile/…`; a code says why not. */
  reserved(connection: ClientConnection, path: string): OwnAnswer | DenialCode;
}

/** Milliseconds; shorter in tests. */
export interface FrontTimes {
  readonly handshakeMs: number;
  readonly anonymousIdleMs: number;
  readonly authenticatedIdleMs: number;
  readonly headMs: number;
}

export const frontTimes: FrontTimes = {
  handshakeMs: 10_000,
  anonymousIdleMs: 10_000,
  authenticatedIdleMs: 120_000,
  headMs: 10_000,
};

const largestHead = 16 * 1024;

/** One too many is answered unasked and kept for a round trip, no longer. */
const crowdLingerMs = 300;

type PlainKind = Extract<RequestKind, { kind: 'tcp-forwarding' | 'connect' }>;

/** A connection between its handshake and its one request. */
interface Waiting {
  readonly connection: ClientConnection;
  timer: NodeJS.Timeout;
}

/** Takes connections after their handshake; the returned function is given to the listener. */
export function makeFront(ports: FrontPorts, times: FrontTimes): (connection: ClientConnection) => void {
  const waiting = new WeakMap<Duplex, Waiting>();
  const perAddress = new Tally();
  const { idle } = ports;
  const carrierPorts: CarrierPorts = { ...ports, carrying: (connection) => idle.carrying(connection) };
  const http = parserOnly();

  http.on('request', (message, response) => {
    const found = taken(message.socket);
    if (found === undefined) return void message.socket.destroy();
    const { kind, denial, hint } = judged(found, message);
    if (kind.kind === 'reserved') return sendReserved(found.connection, message, response);
    sendResponse(response, refusalAnswer(denial ?? refuse(found.connection, '091'), hint));
  });
  http.on('checkContinue', (message, response) => http.emit('request', message, response));
  http.on('checkExpectation', (message, response) => http.emit('request', message, response));
  http.on('upgrade', switching);
  http.on('connect', switching);
  http.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const found = taken(socket);
    if (found === undefined || !socket.writable) return void socket.destroy();
    answerAndClose(
      socket,
      refusalAnswer(refuse(found.connection, error.code === 'HPE_HEADER_OVERFLOW' ? '092' : '091')),
    );
  });

  function switching(message: IncomingMessage, socket: Duplex, head: Buffer): void {
    const found = taken(socket);
    if (found === undefined) {
      // One more behind a request that was refused: nobody reads it, and the answer to the first still has to go.
      if (!socket.writableEnded) socket.destroy();
      return;
    }
    const { kind, denial, hint } = judged(found, message);
    if (denial !== null) answerAndClose(socket, refusalAnswer(denial, hint));
    else if (kind.kind === 'tunnel') {
      const continues = continuedSessions(message.headers);
      if (continues.size > 0) ports.carryOver(found.connection, continues);
      found.connection.tls.write(switchingHead(tunnelProtocol, newRequestId()));
      carryTunnel(found.connection, head, carrierPorts);
    } else if (kind.kind === 'tcp-forwarding' || kind.kind === 'connect') startPlain(found.connection, kind, head);
    else answerAndClose(socket, refusalAnswer(refuse(found.connection, '091')));
  }

  function sendReserved(connection: ClientConnection, message: IncomingMessage, response: ServerResponse): void {
    const [path = ''] = (message.url ?? '').split('?', 1);
    const answer = message.method === 'GET' ? ports.reserved(connection, path) : '021';
    if (typeof answer === 'string') sendResponse(response, refusalAnswer(refuse(connection, answer)));
    else {
      const fields = [...framed(answer), [requestIdHeader, newRequestId()] as const];
      sendResponse(response, rawAnswer(answer.status, fields, answer.body));
    }
  }

  function startPlain(connection: ClientConnection, kind: PlainKind, head: Buffer): void {
    carryPlain(connection, { ...kind, requestId: newRequestId() }, head, carrierPorts).catch((error: unknown) => {
      ports.failed(error);
      connection.reset();
    });
  }

  /** What is asked, and the refusal where nothing needs to be decided for it: order of protocol section 5. */
  function judged(
    found: Waiting,
    message: IncomingMessage,
  ): { readonly kind: RequestKind; readonly denial: Denial | null; readonly hint?: string } {
    const kind = requestKind({
      method: message.method ?? '',
      url: message.url ?? '',
      httpVersion: message.httpVersion,
      headers: message.headers,
      names: message.rawHeaders.filter((_, at) => at % 2 === 0),
    });
    if (kind.kind === 'malformed') return { kind, denial: refuse(found.connection, '091'), hint: kind.hint };
    // What answers a reserved path judges by itself.
    if (kind.kind === 'reserved') return { kind, denial: null };
    // TCP forwarding and CONNECT are judged as a whole with their target; see admission.
    if (kind.kind === 'tcp-forwarding' || kind.kind === 'connect') return { kind, denial: null };
    const code = ports.standing(found.connection) ?? (kind.kind === 'unknown' ? '021' : null);
    return { kind, denial: code === null ? null : refuse(found.connection, code) };
  }

  function refuse(connection: ClientConnection, code: DenialCode): Denial {
    const id = newRequestId();
    ports.refused(connection, code, id);
    return denialOf({ code }, id, null);
  }

  function taken(socket: Duplex): Waiting | undefined {
    const found = waiting.get(socket);
    waiting.delete(socket);
    if (found !== undefined) clearTimeout(found.timer);
    return found;
  }

  return (connection) => {
    const { tls } = connection;
    const uid = ports.uidOf(connection);
    const { address } = connection.source;
    const isWithin = uid === null ? perAddress.of(address) < limits.anonymousPerAddress : idle.enter(uid, connection);
    if (!isWithin) return answerAndClose(tls, refusalAnswer(refuse(connection, '094')), crowdLingerMs);
    if (uid === null) tls.on('close', perAddress.add(address));
    const idleMs = uid === null ? times.anonymousIdleMs : times.authenticatedIdleMs;
    const found: Waiting = { connection, timer: setTimeout(() => connection.reset(), idleMs) };
    waiting.set(tls, found);
    tls.on('close', () => taken(tls));
    tls.once('readable', () => {
      clearTimeout(found.timer);
      if (tls.readableLength === 0 || !waiting.has(tls)) return connection.reset();
      found.timer = setTimeout(() => {
        if (taken(tls) !== undefined) answerAndClose(tls, refusalAnswer(refuse(found.connection, '093')));
      }, times.headMs);
      http.emit('connection', tls);
    });
  };
}

/** Node's HTTP parser without a listening server: it gets each socket at its first byte, and the timers are ours. */
function parserOnly(): Server {
  const http = createServer({ maxHeaderSize: largestHead, requireHostHeader: false, keepAlive: false });
  http.headersTimeout = 0;
  http.requestTimeout = 0;
  http.keepAliveTimeout = 0;
  // The head's size is limited above. A number would not refuse the headers beyond it but hide them from our checks.
  http.maxHeadersCount = 0;
  // The answer to the first request closes; a second one in the same bytes is not read.
  http.maxRequestsPerSocket = 1;
  http.on('dropRequest', (_message, socket) => socket.destroy());
  return http;
}

function sendResponse(response: ServerResponse, answer: string): void {
  const { socket } = response;
  if (socket === null) return;
  response.detachSocket(socket);
  answerAndClose(socket, answer);
}
