// What one EMS process tells all of them, itself included: said in a transaction, heard if and when that is committed.

import { sql } from 'kysely';
import { z } from 'zod';
import { changedWhat } from '../../shared/ems/events.ts';
import type { Queries } from './database.ts';

const audience = z.object({ kind: z.enum(['agent', 'gateway']), id: z.string().optional() });
const closing = z.enum(['refused', 'withdrawn']);

export const notice = z.discriminatedUnion('kind', [
  /** Everybody of one kind, or one of them, is to fetch anew. */
  z.object({ kind: z.literal('changed'), what: changedWhat, to: audience }),
  /** Connections are to end: of an agent or gateway, or those made with one certificate. */
  z.object({ kind: z.literal('ended'), id: z.string(), why: closing }),
  z.object({ kind: z.literal('certificate-ended'), certificate: z.string(), why: closing }),
  /** Which CAs count is to be read anew, and whose certificates no longer do. */
  z.object({ kind: z.literal('authorities') }),
  /** Gateways that are connected to a process, and how far each of them is; or that are so no longer. */
  z.object({
    kind: z.literal('links'),
    process: z.string(),
    isOpen: z.boolean(),
    links: z.array(z.object({ id: z.string(), applied: z.number().nullable() })),
  }),
]);
export type Notice = z.infer<typeof notice>;

/** The channel, on PostgreSQL as in the embedded database. */
export const channel = 'stile_ems';

/** What gateways know of devices is out of date. */
export const tagsChanged: Notice = { kind: 'changed', what: 'tags', to: { kind: 'gateway' } };

/** What devices are handed is out of date. */
export const profilesChanged: Notice = { kind: 'changed', what: 'profile', to: { kind: 'agent' } };

/** Says something in a transaction, as part of the change it speaks of. */
export async function announce(queries: Queries, ...notices: readonly Notice[]): Promise<void> {
  for (const each of notices)
    await sql`select pg_notify(${sql.lit(channel)}, ${JSON.stringify(each)})`.execute(queries);
}

/** Who hears what is announced. */
export interface Hearer {
  readonly notice: (heard: Notice) => void;
  /** Something may have been missed: the connection on which one hears was lost and is back. */
  readonly gap: () => void;
}

/** Several that hear the same, each in its turn. */
export function hearers(...all: readonly Hearer[]): Hearer {
  return {
    notice: (heard) => {
      for (const each of all) each.notice(heard);
    },
    gap: () => {
      for (const each of all) each.gap();
    },
  };
}

/** Hands on what this release understands; what only a later one knows is let pass. */
export function hear(hearer: Hearer, payload: string): void {
  const heard = notice.safeParse(jsonOf(payload));
  if (heard.success) hearer.notice(heard.data);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
