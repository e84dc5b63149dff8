// Calls the commands of a contract over HTTPS, and parses every answer with the contract's schema.

import { request } from 'undici';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { sameError } from '../errors/told-error.ts';
import type { CommandInput, CommandName, CommandResult, Contract } from '../wire/define-contract.ts';
import { certificateDates } from './tls/certificate-dates.ts';
import { type PinnedClient, pinnedClient } from './tls/fabric-ca.ts';

/** Where the other end is, which CA (PEM) signed its certificate, and as whom to come; no token before signing in. */
export interface HttpsPlace {
  /** `https://host:port` */
  readonly origin: string;
  readonly ca: string;
  readonly token?: string;
}

export interface ContractClient<K extends Contract> extends AsyncDisposable {
  /** @throws AppError the one that was answered; `ems-unreachable`, `certificate-dates`, `ems-answer-invalid` */
  call<N extends CommandName<K>>(name: N, params: CommandInput<K, N>): Promise<CommandResult<K, N>>;
}

export function contractClient<K extends Contract>(contract: K, path: string, place: HttpsPlace): ContractClient<K> {
  const server = connect(place);
  return {
    async call(name, params) {
      const definition = contract.commands[name];
      if (definition === undefined) throw new AppError('command-unknown', { command: name });
      const answer = await exchange(server, place, `${path}${name}`, params);
      return parsed(place, definition.result, name, answer) as CommandResult<K, typeof name>;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Gets one answer outside of any contract. @throws AppError as a contract's client does */
export async function getOnce<S extends z.ZodType>(place: HttpsPlace, path: string, reply: S): Promise<z.output<S>> {
  await using server = connect(place);
  return parsed(place, reply, path, await exchange(server, place, path, null));
}

/** Posts one body outside of any contract. @throws AppError as a contract's client does */
export async function postOnce<S extends z.ZodType>(
  place: HttpsPlace,
  path: string,
  body: object,
  reply: S,
): Promise<z.output<S>> {
  await using server = connect(place);
  return parsed(place, reply, path, await exchange(server, place, path, body));
}

function connect({ origin, ca }: HttpsPlace): PinnedClient {
  return pinnedClient(new URL(origin).host, { ca }, { timeoutMs: 15_000 });
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function exchange(
  { dispatcher }: PinnedClient,
  { origin, token }: HttpsPlace,
  path: string,
  body: unknown,
): Promise<Answer> {
  const headers = {
    ...(body === null ? {} : { 'content-type': 'application/json' }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  try {
    const sent = body === null ? ({ method: 'GET' } as const) : { method: 'POST' as const, body: JSON.stringify(body) };
    const reply = await request(origin + path, { dispatcher, headers, ...sent });
    return { status: reply.statusCode, text: await reply.body.text() };
  } catch (cause) {
    const server = new URL(origin).host;
    throw certificateDates(server, cause) ?? new AppError('ems-unreachable', { server }, { cause });
  }
}

const refusal = z.object({
  code: z.string().max(64),
  message: z.string().max(8_192),
  next: z.string().max(8_192),
  details: z.record(z.string(), z.unknown()).optional(),
});

function parsed<S extends z.ZodType>(
  place: HttpsPlace,
  schema: S,
  what: string,
  { status, text }: Answer,
): z.output<S> {
  const value = jsonOf(text);
  if (status >= 400) {
    const told = refusal.safeParse(value);
    if (told.success) throw sameError(what, told.data);
  }
  const result = schema.safeParse(value);
  if (result.success && status < 400) return result.data;
  throw new AppError('ems-answer-invalid', { server: new URL(place.origin).host }, { cause: result.error });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
