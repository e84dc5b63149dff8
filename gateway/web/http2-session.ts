// Speaks HTTP/2 on a connection that chose it, within limits, and says what it refused.

import { constants, performServerHandshake, type ServerHttp2Stream } from 'node:http2';
import type { ClientConnection } from '../accept/client-connection.ts';
import { FloodGate } from '../carriers/flood-gate.ts';
import type { Http2Head } from './http2-exchange.ts';

export interface Http2Ports {
  /** A request whose head is whole. */
  asked(head: Http2Head): void;
  /** The client did what none does; its connection is ended. */
  faulted(): void;
  /** A connection that carries nothing for longer is closed; milliseconds. */
  readonly idleMs: number;
}

const limits = {
  settings: {
    /** At once on one connection; a browser opens no more than 100. */
    maxConcurrentStreams: 128,
    maxHeaderListSize: 16 * 1024,
    enablePush: false,
    /** RFC 8441: WebSockets over HTTP/2. */
    enableConnectProtocol: true,
  },
  maxHeaderListPairs: 128,
  maxOutstandingPings: 10,
  maxSettings: 32,
  maxSessionInvalidFrames: 32,
  maxSessionRejectedStreams: 64,
  /** Megabytes of heads, windows and answers that are not sent yet. */
  maxSessionMemory: 8,
  /** Servers say some things twice; that is no reason to say nothing. */
  strictSingleValueFields: false,
};

/** How long a closing connection may take before it is reset. */
const closingMs = 5_000;
const endStream = 1;

export function speakHttp2(connection: ClientConnection, ports: Http2Ports): void {
  const session = performServerHandshake(connection.tls, limits);
  // A browser whose user goes elsewhere resets a page's requests; nobody does so again and again (CVE-2023-44487).
  const resets = new FloodGate();
  let open = 0;
  let idle: NodeJS.Timeout | null = null;
  const becomesIdle = () => {
    idle ??= setTimeout(() => {
      session.close();
      setTimeout(() => connection.reset(), closingMs).unref();
    }, ports.idleMs).unref();
  };
  const carries = () => {
    if (idle !== null) clearTimeout(idle);
    idle = null;
  };
  session.on('stream', (stream: ServerHttp2Stream, headers, flags, rawHeaders) => {
    open += 1;
    carries();
    stream.once('close', () => {
      open -= 1;
      if (open === 0) becomesIdle();
      // Reset before its answer was whole: by the client, or rarely by us.
      if (stream.rstCode !== constants.NGHTTP2_NO_ERROR && !resets.admits() && !connection.ended) {
        ports.faulted();
        connection.reset();
      }
    });
    ports.asked({ stream, headers, rawHeaders, isWhole: (flags & endStream) !== 0 });
  });
  session.on('error', (error: NodeJS.ErrnoException) => {
    // Of a connection that was only lost nobody is to blame.
    if (error.code?.startsWith('ERR_HTTP2') === true) ports.faulted();
    connection.reset();
  });
  session.on('close', () => {
    carries();
    connection.tls.destroy();
  });
  becomesIdle();
}
