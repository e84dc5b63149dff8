// An exchange of an HTTP/1.1 connection, over Node's request and response.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerAndClose, rawAnswer, rawHead } from '../accept/answer.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import { fieldsOf, framed, type WebExchange } from './exchange.ts';
import type { Fields } from './ports.ts';
import { faultOf } from './request-faults.ts';

/** What is left of a body that nobody wants is read for so long, and so many bytes of it; then the connection is reset. */
const leftoverMs = 2_000;
const leftoverBytes = 256 * 1024;

export type Http1Kind =
  | { readonly kind: 'plain' }
  /** The client waits for 100 before it sends its body. */
  | { readonly kind: 'expecting' }
  /** `early`: what came with the head, of the protocol that follows. */
  | { readonly kind: 'switching'; readonly early: Buffer };

export function http1Exchange(
  connection: ClientConnection,
  request: IncomingMessage,
  response: ServerResponse,
  kind: Http1Kind = { kind: 'plain' },
): WebExchange {
  const closed: (() => void)[] = [];
  // A response that was detached does not hear of its connection's end; and a connection outlives its responses.
  const close = () => {
    response.removeListener('close', close);
    connection.tls.removeListener('close', close);
    dropLeftover(connection, request);
    for (const listener of closed) listener();
  };
  response.once('close', close);
  connection.tls.once('close', close);
  const early = kind.kind === 'switching' ? kind.early : Buffer.alloc(0);
  const fields = fieldsOf(request.rawHeaders);
  const { method = '', url: target = '' } = request;
  return {
    connection,
    http: '1.1',
    method,
    authority: request.headers.host ?? '',
    target,
    fields,
    fault: faultOf({
      http: '1.1',
      httpVersion: request.httpVersion,
      method,
      target,
      fields,
      upgrades: kind.kind === 'switching',
    }),
    bodyLength: bodyLengthOf(request),
    expectsContinue: kind.kind === 'expecting',
    body: request,
    bodyTrailers: () => fieldsOf(request.rawTrailers),
    goOn: () => response.writeContinue(),
    begin(status, head) {
      response.sendDate = false;
      response.writeHead(status, flat(head));
      // A head whose body takes its time must not wait for it.
      setImmediate(() => {
        if (!response.writableEnded) response.flushHeaders();
      });
    },
    get hasBegun() {
      return response.headersSent;
    },
    answerBody: response,
    sendTrailers(fields) {
      response.addTrailers(fields.map(([name, value]) => [name, value] as [string, string]));
    },
    switched(head) {
      const { socket } = response;
      if (socket === null) throw new TypeError('a request that switches is alone on its connection');
      response.detachSocket(socket);
      socket.write(rawHead(101, head));
      if (early.length > 0) socket.unshift(early);
      return socket;
    },
    answer({ status, fields, body }, last) {
      const hidesBody = method === 'HEAD';
      const { socket } = response;
      if (!last) {
        response.writeHead(status, flat(framed({ fields, body })));
        response.end(hidesBody ? '' : body);
        return;
      }
      if (socket === null) {
        // Others of the same connection are answered before it.
        response.writeHead(status, flat([...framed({ fields, body }), ['Connection', 'close']]));
        response.end(hidesBody ? '' : body);
        return;
      }
      response.detachSocket(socket);
      answerAndClose(socket, rawAnswer(status, framed({ fields, body }), hidesBody ? '' : body));
    },
    breakOff: () => connection.reset(),
    onClose: (listener) => void closed.push(listener),
    get isAnswered() {
      return response.writableFinished;
    },
  };
}

/** Node reads on what nobody took of a body, to get at the next request; not for ever. */
function dropLeftover(connection: ClientConnection, request: IncomingMessage): void {
  if (request.complete || connection.ended) return;
  const timer = setTimeout(() => connection.reset(), leftoverMs);
  timer.unref();
  let dropped = 0;
  request.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > leftoverBytes) connection.reset();
  });
  request.once('end', () => clearTimeout(timer));
  connection.tls.once('close', () => clearTimeout(timer));
}

function bodyLengthOf(request: IncomingMessage): WebExchange['bodyLength'] {
  if (request.headers['transfer-encoding'] !== undefined) return 'unknown';
  const length = request.headers['content-length'];
  return length === undefined ? 'none' : Number(length);
}

function flat(fields: Fields): string[] {
  return fields.flat();
}
