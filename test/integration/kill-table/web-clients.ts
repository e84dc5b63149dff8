// One request of a browser over HTTP/1.1 or HTTP/2, told by how it ends.

import { connect as connectHttp2, constants } from 'node:http2';
import { Agent, request as httpsRequest, type RequestOptions } from 'node:https';
import type { Writable } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { GatewayWorld } from '../gateway/gateway-world.ts';

export interface BrowserRequest {
  readonly path: string;
  readonly method?: string;
  readonly cookie?: string;
  /** Sends without end. */
  readonly uploads?: boolean;
  readonly switches?: boolean;
}

export interface Asking {
  /** Bytes of an answer have come; never, if there is none. */
  readonly flowing: Promise<void>;
  /**
   * `whole`, the code of a refusal, `stream` for an HTTP/2 stream that was reset while its connection lives on, `reset` for
   * a connection that was, `lost` for one that ended in another way.
   */
  readonly end: Promise<string>;
  readonly setCookie: () => string | undefined;
  stop(): void;
}

export interface Browser {
  ask(wanted: BrowserRequest): Asking;
  /** The connection is gone. */
  readonly ended: Promise<void>;
  close(): void;
}

const trickleMs = 5;

function tlsOf({ pki, device }: GatewayWorld) {
  return {
    servername: 'app.corp.test',
    ca: pki.fabric.certificatePem,
    cert: device.certificatePem,
    key: device.keyPem,
    checkServerIdentity: () => undefined,
  };
}

/** All its requests use one connection, one after the other. */
export function http1Browser(world: GatewayWorld): Browser {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ...tlsOf(world) });
  const gone = Promise.withResolvers<void>();
  return {
    ended: gone.promise,
    close: () => agent.destroy(),
    ask(wanted) {
      const options: RequestOptions = {
        agent,
        host: '127.0.0.1',
        port: world.gateway.port,
        path: wanted.path,
        method: wanted.method ?? 'GET',
        headers: {
          host: 'app.corp.test',
          ...(wanted.cookie === undefined ? {} : { cookie: wanted.cookie }),
          ...(wanted.switches === true ? switching : {}),
        },
      };
      const flowing = Promise.withResolvers<void>();
      const end = Promise.withResolvers<string>();
      let how = 'lost';
      let cookie: string | undefined;
      const request = httpsRequest(options);
      request.on('socket', (socket) => {
        socket.once('error', (error: NodeJS.ErrnoException) => {
          if (/^(ECONNRESET|EPIPE)$/.test(error.code ?? '')) how = 'reset';
        });
        socket.once('close', () => gone.resolve());
      });
      request.on('upgrade', (_response, socket) => {
        socket.on('data', () => flowing.resolve());
        socket.on('error', () => undefined);
        socket.once('close', () => end.resolve(how));
      });
      request.on('response', (response) => {
        cookie = response.headers['set-cookie']?.[0];
        let body = '';
        response.on('data', (piece) => {
          body += response.statusCode === 200 ? '' : piece;
          flowing.resolve();
        });
        response.on('error', () => undefined);
        response.once('close', () => {
          if (!response.complete) end.resolve(how);
          else end.resolve(response.statusCode === 200 ? 'whole' : codeOf(body));
        });
      });
      // After an answer it is the answer that tells.
      request.once('error', () => setImmediate(() => end.resolve(how)));
      if (wanted.uploads === true) trickle(request);
      else request.end();
      return { flowing: flowing.promise, end: end.promise, setCookie: () => cookie, stop: () => request.destroy() };
    },
  };
}

const switching = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

export async function http2Browser(world: GatewayWorld): Promise<Browser> {
  const socket = connectTls({ host: '127.0.0.1', port: world.gateway.port, ALPNProtocols: ['h2'], ...tlsOf(world) });
  let wasReset = false;
  socket.on('error', (error: NodeJS.ErrnoException) => {
    wasReset = /^(ECONNRESET|EPIPE)$/.test(error.code ?? '');
  });
  const session = connectHttp2('https://app.corp.test', { createConnection: () => socket });
  session.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => session.once('close', resolve));
  // Whether other protocols are spoken inside, the first settings say.
  await new Promise((resolve) => session.once('remoteSettings', resolve));
  return {
    ended,
    close: () => session.destroy(),
    ask(wanted) {
      const flowing = Promise.withResolvers<void>();
      const stream = session.request(
        {
          ':method': wanted.switches === true ? 'CONNECT' : (wanted.method ?? 'GET'),
          ':path': wanted.path,
          ':scheme': 'https',
          ':authority': 'app.corp.test',
          ...(wanted.switches === true ? { ':protocol': 'websocket', 'sec-websocket-version': '13' } : {}),
          ...(wanted.cookie === undefined ? {} : { cookie: wanted.cookie }),
        },
        { endStream: wanted.uploads !== true && wanted.switches !== true },
      );
      let status = 0;
      let body = '';
      let cookie: string | undefined;
      stream.on('response', (headers) => {
        status = headers[':status'] ?? 0;
        cookie = headers['set-cookie']?.[0];
      });
      stream.on('data', (piece) => {
        body += status === 200 ? '' : piece;
        flowing.resolve();
      });
      stream.on('error', () => undefined);
      if (wanted.uploads === true) trickle(stream);
      const end = new Promise<string>((resolve) => {
        stream.once('close', () => {
          if (status > 200) resolve(codeOf(body));
          else if (stream.rstCode === constants.NGHTTP2_NO_ERROR && !session.destroyed) resolve('whole');
          else void isAlive().then((alive) => resolve(alive ? 'stream' : wasReset ? 'reset' : 'lost'));
        });
      });
      return { flowing: flowing.promise, end, setCookie: () => cookie, stop: () => stream.close() };
    },
  };

  /** A connection that goes with its stream goes a moment later. */
  function isAlive(): Promise<boolean> {
    return new Promise((resolve) => {
      void ended.then(() => resolve(false));
      if (session.destroyed || session.closed) return;
      session.ping((error) => {
        if (error === null) resolve(true);
      });
    });
  }
}

function codeOf(body: string): string {
  return /"code":"([0-9]{3})"/.exec(body)?.[1] ?? body;
}

function trickle(to: Writable): void {
  const timer = setInterval(() => {
    if (!to.destroyed && !to.writableEnded) to.write(Buffer.alloc(1_024, 5));
  }, trickleMs);
  to.once('close', () => clearInterval(timer));
}
