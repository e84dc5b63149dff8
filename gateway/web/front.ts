// Reads HTTP from connections to web hosts, within limits of size and time, and gives each request to what carries it.

import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DenialCode } from '../../shared/tunnel/denial.ts';
import { answerAndClose, rawAnswer } from '../accept/answer.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import { limits, Tally } from '../accept/connection-limits.ts';
import type { FrontTimes } from '../accept/front.ts';
import { denialOf } from '../access/denial.ts';
import { newRequestId } from '../carriers/carrier-ports.ts';
import { beginWeb } from './carry/begin.ts';
import { http1Exchange } from './http1-exchange.ts';
import type { WebPorts } from './web-ports.ts';

const largestHead = 16 * 1024;

export interface WebFront extends Disposable {
  /** Takes a connection after its handshake. */
  readonly take: (connection: ClientConnection) => void;
}

export function makeWebFront(ports: WebPorts, times: FrontTimes): WebFront {
  const connections = new WeakMap<Duplex, ClientConnection>();
  const perAddress = new Tally();
  const http = parserOnly(times);

  http.on('request', (request, response) => {
    const connection = connections.get(request.socket);
    if (connection === undefined) return void request.socket.destroy();
    beginWeb(http1Exchange(connection, request, response, false), null, ports);
  });
  http.on('checkContinue', (request, response) => {
    const connection = connections.get(request.socket);
    if (connection === undefined) return void request.socket.destroy();
    beginWeb(http1Exchange(connection, request, response, true), null, ports);
  });
  http.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const connection = connections.get(socket);
    if (connection === undefined || !socket.writable) return void socket.destroy();
    refuseRaw(connection, codeOf(error), ports);
  });

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
        http.emit('connection', tls);
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
  const asked = { connection, method: 'GET', host: null, accept: undefined, acceptLanguage: undefined };
  const { status, fields, body } = ports.denialAnswer(denialOf({ code }, id, null), asked);
  answerAndClose(connection.tls, rawAnswer(status, fields, body, false));
}

function codeOf(error: NodeJS.ErrnoException): DenialCode {
  if (error.code === 'HPE_HEADER_OVERFLOW') return '092';
  return error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '093' : '091';
}
