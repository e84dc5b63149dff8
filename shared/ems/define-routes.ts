// Describes an HTTP interface as one table, from which server, client and tests derive.

import type { z } from 'zod';

/**
 * Who may call a route. A route lists the kinds it takes; a kind that is not listed is refused.
 * `expired-machine` is a machine certificate up to 30 days past its end and not revoked; `orphaned-machine` one on record
 * whose CA was revoked, and nothing else is amiss with it but perhaps its end as before; or one that was replaced by another
 * which never came into use.
 */
export type CallerKind = 'anonymous' | 'machine' | 'expired-machine' | 'orphaned-machine' | 'user' | 'gateway';

/** One route: who may call it, what it takes and answers. A route without a `body` schema refuses one. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: `/${string}`;
  readonly takes: readonly CallerKind[];
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The largest body in bytes; a stranger's is never larger than `usualBody`. */
  readonly largestBody?: number;
  /** The answer carries `epoch` and `revision` and, made of them, an ETag: `If-None-Match` gets 304. */
  readonly versioned?: true;
  /** The JSON answer's schema, or `pem` for a certificate as text. */
  readonly reply: z.ZodType | 'pem';
}

/** What a route takes unless it says otherwise: a code and a signing request, with room. Bytes. */
export const usualBody = 64 * 1024;

export type RouteTable = Readonly<Record<string, Route>>;

/** What a client hands in for a route. */
export type RouteInput<R extends Route> = (R['body'] extends z.ZodType
  ? { readonly body: z.input<R['body']> }
  : object) &
  (R['query'] extends z.ZodType ? { readonly query: z.input<R['query']> } : object);

/** What a route answers. */
export type RouteReply<R extends Route> = R['reply'] extends z.ZodType ? z.output<R['reply']> : string;

/** Keeps the table's literal types. */
export function defineRoutes<const T extends RouteTable>(table: T): T {
  return table;
}
