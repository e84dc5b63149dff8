// Reads HTTP from connections to web hosts, within limits of size and time, and gives each request to what carries it.

import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DenialCode } from '../../shared/tunnel/denial.ts';
import { answerAndClose, rawAnswer } from '../accept/answer.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import { limits, Tally } from '../accept/connection-limits.ts';
import type { FrontTimes } from '../accept/front.ts';
import { denialOf } from '../access/denial.ts';
import { newRequestId, resetForFault } from '../carriers/carrier-ports.ts';
import { beginWeb } from './carry/begin.ts';
import { framed } from './exchange.ts';
import { type Http1Kind, http1Exchange } from './http1-exchange.ts';
import { http2Exchange } from './http2-exchange.ts';
import { speakHttp2 } from './http2-session.ts';
import type { WebPorts } from './web-ports.ts';

const largestHead = 16 * 1024;

export interface WebFront extends Disposable {
  /** Takes a connection after its handshake. */
  readonly take: (connection: ClientConnection) => void;
}

export function makeWebFront(ports: WebPorts, times: FrontTimes): WebFront {
  const connections = new WeakMap<Duplex, ClientConnection>();
  const perAddress = new Tally();
  /** How many answers of an HTTP/1.1 connection are not sent yet. */
  const answering = new WeakMap<ClientConnection, number>();
  const http = parserOnly(times);

  http.on('request', (request, response) => begin(request, response, { kind: 'plain' }));
  http.on('checkContinue', (request, response) => begin(request, response, { kind: 'expecting' }));
  // What else may be expected nobody here knows; the server says so.
  http.on('checkExpectation', (request, response) => begin(request, response, { kind: 'plain' }));
  http.on('upgrade', (request, socket, early) => {
    const connection = connections.get(socket);
    if (connection === undefined) return void socket.destroy();
    // A protocol that begins while an answer is under way would begin in the middle of it.
    if ((answering.get(connection) ?? 0) > 0) return resetForFault(connection, ports);
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(request.socket);
    // Of an answer that switches nothing nobody else closes the connection.
    response.once('finish', () => socket.end());
    begin(request, response, { kind: 'switching', early });
  });
  http.on('connect', (_request, socket) => {
    const connection = connections.get(socket);
    if (connection === undefined) socket.destroy();
    else refuseRaw(connection, '091', ports);
  });

  function begin(request: IncomingMessage, response: ServerResponse, kind: Http1Kind): void {
    const connection = connections.get(request.socket);
    if (connection === undefined) {
      request.socket.destroy();
      return;
    }
    answering.set(connection, (answering.get(connection) ?? 0) + 1);
    const exchange = http1Exchange(connection, request, response, kind);
    exchange.onClose(() => answering.set(connection, (answering.get(connection) ?? 1) - 1));
    guarded(connection, () => beginWeb(exchange, kind.kind === 'switching' ? 'websocket' : null, ports));
  }
  http.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const connection = connections.get(socket);
    if (connection === undefined || !socket.writable) return void socket.destroy();
    refuseRaw(connection, codeOf(error), ports);
  });

  /** What nobody thought of ends one connection, not all. */
  function guarded(connection: ClientConnection, begin: () => void): void {
    try {
      begin();
    } catch (error) {
      ports.failed(error);
      connection.reset();
    }
  }

  function http2(connection: ClientConnection): void {
    speakHttp2(connection, {
      asked: (head) =>
        guarded(connection, () => beginWeb(http2Exchange(connection, head), head.headers[':protocol'] ?? null, ports)),
      faulted: () => ports.refused(connection, '091', newRequestId()),
      idleMs: times.authenticatedIdleMs,
    });
  }

  return {
    take(connection) {
      const { tls } = connection;
      connections.set(tls, connection);
      const uid = ports.uidOf(connection);
      const { address } = connection.source;
      const isWithin =
        uid === null ? perAddress.of(address) < limits.anonymousWebPerAddress : ports.idle.enter(uid, connection);
      if (!isWithin) return refuseRaw(connection, '094', ports);
      if (uid === null) tls.on('close', perAddress.add(address));
      const idleMs = uid === null ? times.anonymousIdleMs : times.authenticatedIdleMs;
      const timer = setTimeout(() => connection.reset(), idleMs);
      tls.on('close', () => clearTimeout(timer));
      tls.once('readable', () => {
        clearTimeout(timer);
        if (tls.readableLength === 0) return connection.reset();
        if (tls.alpnProtocol === 'h2') http2(connection);
        else http.emit('connection', tls);
      });
    },
    [Symbol.dispose]() {
      http.close();
    },
  };
}

/** Node's HTTP parser without a listening server: it gets each socket at its first byte. */
function parserOnly(times: FrontTimes): Server {
  const http = createServer({
    maxHeaderSize: largestHead,
    requireHostHeader: false,
    connectionsCheckingInterval: Math.min(1_000, times.headMs),
    headersTimeout: times.headMs,
    requestTimeout: 0,
    keepAliveTimeout: times.authenticatedIdleMs,
    // Of other protocols nobody is told that they could have been: the request is one like others.
    shouldUpgradeCallback: ({ method, headers }) => method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket',
  });
  // A number would not refuse the headers beyond it but hide them from our checks.
  http.maxHeadersCount = 0;
  // A server that never listens checks no time limits; this starts what does.
  http.emit('listening');
  return http;
}

/** A head that could not be read to its end. */
function refuseRaw(connection: ClientConnection, code: DenialCode, ports: WebPorts): void {
  const id = newRequestId();
  ports.refused(connection, code, id);
  // Text of HTTP/1.1 would be noise in HTTP/2.
  if (connection.tls.alpnProtocol === 'h2') {
    connection.reset();
    return;
  }
  const asked = { connection, method: 'GET', host: null, accept: undefined, acceptLanguage: undefined };
  const { status, fields, body } = ports.denialAnswer(denialOf({ code }, id, null), asked);
  answerAndClose(connection.tls, rawAnswer(status, framed({ fields, body }), body));
}

function codeOf(error: NodeJS.ErrnoException): DenialCode {
  if (error.code === 'HPE_HEADER_OVERFLOW') return '092';
  return error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '093' : '091';
}
