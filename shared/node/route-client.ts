// Calls the routes of a table over mutual TLS, and parses every answer with the table's schema.

import { type Dispatcher, request } from 'undici';
import { z } from 'zod';
import type { RouteInput, RouteReply, RouteTable } from '../ems/define-routes.ts';
import { AppError } from '../errors/app-error.ts';
import { certificateDates } from './tls/certificate-dates.ts';
import { type PinnedClientOptions, pinnedClient } from './tls/fabric-ca.ts';
import type { ClientTls } from './tls/tls-options.ts';

export interface RouteClient<T extends RouteTable> extends AsyncDisposable {
  /**
   * @throws AppError `ems-unreachable` (no answer), `certificate-dates`, `ems-refused` (params `status`, `why` = the server's code),
   *   `ems-answer-invalid` (an answer of another shape)
   */
  call<N extends keyof T & string>(name: N, input: RouteInput<T[N]>, signal?: AbortSignal): Promise<RouteReply<T[N]>>;
}

const refusal = z.object({ code: z.string().max(64), message: z.string().max(2_000), next: z.string().max(2_000) });

/** A client for the EMS at `origin` (`https://host:port`). Connections are kept; TLS sessions never are. */
export function routeClient<T extends RouteTable>(
  table: T,
  options: { readonly origin: string; readonly tls: ClientTls } & PinnedClientOptions,
): RouteClient<T> {
  const server = pinnedClient(new URL(options.origin).host, options.tls, { timeoutMs: 15_000, ...options });
  return {
    async call(name, input, signal) {
      const route = table[name];
      if (route === undefined) throw new AppError('unexpected', { what: `no route ${name}` });
      const answer = await send(
        server.dispatcher,
        options.origin,
        route.method,
        targetOf(route.path, input),
        input,
        signal,
      );
      if (answer.status >= 400) throw refused(options.origin, name, answer);
      return parsed(options.origin, route.reply, answer.text) as RouteReply<T[typeof name]>;
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
    },
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function send(
  dispatcher: Dispatcher,
  origin: string,
  method: string,
  target: string,
  input: object,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const body = 'body' in input ? JSON.stringify(input.body) : null;
  const headers = body === null ? {} : { 'content-type': 'application/json' };
  try {
    const reply = await request(origin + target, { dispatcher, method, body, headers, signal: signal ?? null });
    return { status: reply.statusCode, text: await reply.body.text() };
  } catch (cause) {
    signal?.throwIfAborted();
    const server = new URL(origin).host;
    throw certificateDates(server, cause) ?? new AppError('ems-unreachable', { server }, { cause });
  }
}

function targetOf(path: string, input: object): string {
  if (!('query' in input)) return path;
  const query = z.record(z.string(), z.coerce.string()).parse(input.query);
  return `${path}?${new URLSearchParams(query)}`;
}

function refused(origin: string, name: string, answer: Answer): AppError {
  const told = refusal.safeParse(jsonOf(answer.text));
  const why = told.success ? told.data.code : `status ${answer.status}`;
  const advice = told.success ? told.data.next : 'Look into the log of the EMS.';
  return new AppError('ems-refused', { server: new URL(origin).host, what: name, why, advice, status: answer.status });
}

function parsed(origin: string, reply: z.ZodType | 'pem', text: string): unknown {
  if (reply === 'pem') return text;
  const result = reply.safeParse(jsonOf(text));
  if (result.success) return result.data;
  throw new AppError('ems-answer-invalid', { server: new URL(origin).host }, { cause: result.error });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
