// Clients of web hosts: one HTTP/1.1 request over TLS, as a browser would make it.

import type { IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
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
        checkServerIdentity: () => undefined,
        agent: false,
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
