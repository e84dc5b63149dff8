// What travels on a local socket, in both directions, as strict schemas: an unknown field is refused.

import { z } from 'zod';

const contractName = z.string().min(1).max(64);
const contractVersion = z.int().min(1).max(1_000_000);
const commandName = z.string().min(1).max(64);
const requestId = z.int().min(1).max(0x7f_ff_ff_ff);

/** An error as it crosses the socket; `details` are the values of the sentence, never secrets. */
export const wireError = z.strictObject({
  code: z.string().min(1).max(64),
  message: z.string().max(8_192),
  next: z.string().max(8_192).optional(),
  details: z.record(z.string().max(64), z.unknown()).optional(),
});

/** Client → server, first. */
export const clientHello = z.strictObject({
  type: z.literal('hello'),
  contract: contractName,
  version: contractVersion,
});

/** Client → server. */
export const request = z.strictObject({
  type: z.literal('request'),
  id: requestId,
  command: commandName,
  params: z.unknown(),
});
export type Request = z.infer<typeof request>;

/** Server → client, first, before anything was read. */
export const serverHello = z.strictObject({
  type: z.literal('hello'),
  contract: contractName,
  version: contractVersion,
  product: z.string().min(1).max(128),
});
export type ServerHello = z.infer<typeof serverHello>;

/** Server → client, last: why the connection is closed. */
export const refused = z.strictObject({ type: z.literal('refused'), error: wireError });

const success = z.strictObject({
  type: z.literal('response'),
  id: requestId,
  ok: z.literal(true),
  result: z.unknown(),
});
const failure = z.strictObject({ type: z.literal('response'), id: requestId, ok: z.literal(false), error: wireError });

/** Server → client: one per request, in any order. */
export const response = z.discriminatedUnion('ok', [success, failure]);
export type Response = z.infer<typeof response>;

/** Server → client: a whole snapshot. */
export const event = z.strictObject({
  type: z.literal('event'),
  event: z.string().min(1).max(64),
  payload: z.unknown(),
});

export const clientMessage = z.discriminatedUnion('type', [clientHello, request]);
export type ClientMessage = z.infer<typeof clientMessage>;

export const serverMessage = z.union([serverHello, refused, success, failure, event]);
export type ServerMessage = z.infer<typeof serverMessage>;
