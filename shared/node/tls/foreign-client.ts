// Asks HTTPS servers of others: no redirect is followed, and neither time nor size is theirs to choose.

import { Agent, request } from 'undici';
import { foreignTlsOptions } from './tls-options.ts';

export interface ForeignRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface ForeignClient extends AsyncDisposable {
  /** @throws the system's or undici's error for no answer, one that is too late or too large, or a certificate that is not trusted */
  ask(url: string, asked: ForeignRequest): Promise<Response>;
}

/** @param ca PEM; null: the CAs of the system */
export function foreignClient(
  ca: string | null,
  limits: { readonly timeoutMs: number; readonly largestAnswer: number },
): ForeignClient {
  const { timeoutMs, largestAnswer } = limits;
  const agent = new Agent({
    connect: { ...foreignTlsOptions(ca), maxCachedSessions: 0, allowH2: false, timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: largestAnswer,
  });
  return {
    async ask(url, { method, headers, body }) {
      const signal = AbortSignal.timeout(timeoutMs);
      const answer = await request(url, { dispatcher: agent, method, headers, body, signal });
      const bytes = await answer.body.arrayBuffer();
      const told = Object.entries(answer.headers).flatMap(([name, value]) =>
        [value].flat().flatMap((each): [string, string][] => (each === undefined ? [] : [[name, each]])),
      );
      const isEmpty = [204, 205, 304].includes(answer.statusCode);
      return new Response(isEmpty ? null : bytes, { status: answer.statusCode, headers: told });
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}
