// Clients of web hosts, as browsers are: HTTP/1.1 and HTTP/2 over TLS.

import { once } from 'node:events';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { type ClientHttp2Session, connect } from 'node:http2';
import { type Agent, request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { Credentials } from '../../../doubles/throwaway-pki.ts';
import type { GatewayWorld } from '../gateway-world.ts';

export interface WebAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Of a refusal. */
  readonly code: string | null;
}

export interface WebAsked {
  readonly shown?: Credentials | null;
  readonly host?: string;
  readonly servername?: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** `any`: the gateway's own certificate is fine, too. */
  readonly certified?: 'host' | 'any';
  /** Keeps its connections; without one each request has its own. */
  readonly agent?: Agent;
}

export function askWeb(world: GatewayWorld, asked: WebAsked = {}): Promise<WebAnswer> {
  const { shown = null, host = 'crm.corp.test', path = '/', method = 'GET', headers = {}, body } = asked;
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      {
        host: '127.0.0.1',
        port: world.gateway.port,
        servername: asked.servername ?? host,
        ca: world.pki.fabric.certificatePem,
        ...(shown === null ? {} : { cert: shown.certificatePem, key: shown.keyPem }),
        ...(asked.certified === 'any' ? { checkServerIdentity: () => undefined } : {}),
        agent: asked.agent ?? false,
        path,
        method,
        headers: { host, ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: text,
            code: codeIn(text),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

function codeIn(body: string): string | null {
  try {
    const parsed: unknown = JSON.parse(body);
    const code: unknown = typeof parsed === 'object' && parsed !== null && 'code' in parsed ? parsed.code : null;
    return typeof code === 'string' ? code : null;
  } catch {
    return null;
  }
}

/** An HTTP/2 connection; closed by the test. */
export async function connectHttp2(
  world: GatewayWorld,
  shown: Credentials | null,
  host = 'crm.corp.test',
): Promise<ClientHttp2Session> {
  const session = connect(`https://${host}`, {
    createConnection: () =>
      connectTls({
        host: '127.0.0.1',
        port: world.gateway.port,
        servername: host,
        ca: world.pki.fabric.certificatePem,
        ALPNProtocols: ['h2'],
        ...(shown === null ? {} : { cert: shown.certificatePem, key: shown.keyPem }),
      }),
  });
  session.on('error', () => undefined);
  await once(session, 'connect');
  return session;
}

export interface Http2Answer extends WebAnswer {
  readonly trailers: IncomingHttpHeaders;
}

/** One request; ends it with `body`, or leaves it to `send`. */
export async function askHttp2(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: string | Readable,
): Promise<Http2Answer> {
  const stream = session.request({ ':authority': 'crm.corp.test', ...headers }, { endStream: body === undefined });
  return await new Promise((resolve, reject) => {
    let head: IncomingHttpHeaders = {};
    let trailers: IncomingHttpHeaders = {};
    let text = '';
    stream.setEncoding('utf8');
    stream.on('response', (came) => {
      head = came as IncomingHttpHeaders;
    });
    stream.on('trailers', (came) => {
      trailers = came as IncomingHttpHeaders;
    });
    stream.on('data', (chunk: string) => {
      text += chunk;
    });
    stream.on('error', reject);
    stream.on('close', () =>
      resolve({
        status: Number((head as Record<string, unknown>)[':status'] ?? 0),
        headers: head,
        trailers,
        body: text,
        code: codeIn(text),
      }),
    );
    if (typeof body === 'string') stream.end(body);
    else if (body !== undefined) body.pipe(stream);
  });
}
