// An exchange of one HTTP/2 stream, over Node's stream itself.

import { randomBytes } from 'node:crypto';
import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { ClientConnection } from '../accept/client-connection.ts';
import { fieldsOf, framed, type WebExchange } from './exchange.ts';
import type { Fields } from './ports.ts';
import { faultOf } from './request-faults.ts';

export interface Http2Head {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  /** The head was all: no body follows. */
  readonly isWhole: boolean;
}

export function http2Exchange(connection: ClientConnection, head: Http2Head): WebExchange {
  const { stream, headers, rawHeaders, isWhole } = head;
  const switches = headers[':protocol'] !== undefined;
  const fields = [...fieldsOf(rawHeaders), ...(switches ? handshakeFields(headers[':protocol'] ?? '') : [])];
  const method = switches ? 'GET' : (headers[':method'] ?? '');
  const target = headers[':path'] ?? '';
  let received: Fields = [];
  let own: Fields = [];
  let isAnswered = false;
  stream.on('trailers', (_trailers, _flags, raw?: readonly string[]) => {
    received = fieldsOf(raw ?? []);
  });
  // Told as 'close', which everybody here waits for.
  stream.on('error', () => undefined);
  stream.once('finish', () => {
    isAnswered = true;
  });
  // Of a stream that the client has reset Node takes nothing more, and says so by throwing.
  const isOpen = () => !stream.destroyed && !stream.closed;
  return {
    connection,
    http: '2',
    method,
    authority: authorityOf(headers),
    target,
    fields,
    fault: faultOf({ http: '2', httpVersion: '2.0', method, target, fields, upgrades: switches }) ?? twoHosts(headers),
    // What follows an extended CONNECT is the other protocol.
    bodyLength: switches ? 'none' : bodyLengthOf(headers, isWhole),
    expectsContinue: headers.expect?.toLowerCase() === '100-continue',
    body: stream,
    bodyTrailers: () => received,
    goOn() {
      if (isOpen() && !stream.headersSent) stream.additionalHeaders({ ':status': 100 });
    },
    begin(status, fields) {
      if (!isOpen()) return;
      stream.respond(grouped(status, fields), { waitForTrailers: true });
      // Of none Node makes an empty DATA frame, which ends the stream.
      stream.once('wantTrailers', () => {
        if (isOpen()) stream.sendTrailers(groupedFields(own));
      });
    },
    get hasBegun() {
      return stream.headersSent;
    },
    answerBody: stream,
    sendTrailers(fields) {
      own = fields;
    },
    switched(fields) {
      // What confirms the switch of HTTP/1 has no place here (RFC 8441 section 5).
      const own = fields.filter(([name]) => !/^(upgrade|connection|sec-websocket-accept)$/i.test(name));
      if (isOpen()) stream.respond(grouped(200, own));
      return stream;
    },
    answer({ status, fields, body }, last) {
      if (!isOpen()) return;
      stream.respond(grouped(status, framed({ fields, body })), { endStream: method === 'HEAD' });
      if (method !== 'HEAD') stream.end(body);
      // What is left of the body is not wanted (RFC 9113 section 8.1).
      if (!isWhole) stream.once('finish', () => stream.close(constants.NGHTTP2_NO_ERROR));
      // A new handshake can show another certificate; streams that are under way are finished first.
      if (last) stream.session?.close();
    },
    breakOff(wholeConnection) {
      if (wholeConnection) connection.reset();
      else stream.close(constants.NGHTTP2_CANCEL);
    },
    onClose(listener) {
      if (stream.closed || stream.destroyed) queueMicrotask(listener);
      else stream.once('close', listener);
    },
    get isAnswered() {
      return isAnswered;
    },
  };
}

/** What a WebSocket's handshake says in HTTP/1 and does not in HTTP/2: the server behind the gateway wants to hear it. */
function handshakeFields(protocol: string): Fields {
  return [
    ['Upgrade', protocol],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Key', randomBytes(16).toString('base64')],
  ];
}

function authorityOf(headers: IncomingHttpHeaders): string {
  return headers[':authority'] ?? headers.host ?? '';
}

/** RFC 9113 section 8.3.1: `Host` must not say another host than `:authority`. */
function twoHosts(headers: IncomingHttpHeaders): string | null {
  const { host, ':authority': authority } = headers;
  if (headers[':scheme'] !== 'https') return 'only https is spoken here';
  return host !== undefined && authority !== undefined && host !== authority ? 'Host and :authority differ' : null;
}

function bodyLengthOf(headers: IncomingHttpHeaders, isWhole: boolean): WebExchange['bodyLength'] {
  if (isWhole) return headers['content-length'] === undefined ? 'none' : 0;
  const length = headers['content-length'];
  return length === undefined ? 'unknown' : Number(length);
}

function grouped(status: number, fields: Fields): Record<string, string | string[] | number> {
  return { ':status': status, ...groupedFields(fields) };
}

/** Node takes names in lower case, and repeated fields as a list. */
function groupedFields(fields: Fields): Record<string, string | string[]> {
  const groups: Record<string, string | string[]> = {};
  for (const [name, value] of fields) {
    const key = name.toLowerCase();
    // Of a connection, and HTTP/2 has none of them.
    if (key === 'connection' || key === 'keep-alive') continue;
    const known = groups[key];
    groups[key] = known === undefined ? value : [known, value].flat();
  }
  return groups;
}
