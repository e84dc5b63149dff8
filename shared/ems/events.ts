// The WebSocket between the EMS and those it serves: beats, notices of change, and what was applied.

import { z } from 'zod';
import { epoch, revision } from '../ids.ts';

/** Subprotocols: the agent's on 8013, the gateway's on 8014. */
export const subprotocols = { agent: 'stile.agent.v1', gateway: 'stile.gateway.v1' } as const;

/** A beat every 10 s; 25 s without one closes the socket. Milliseconds. */
export const beatIntervalMs = 10_000;
export const beatTimeoutMs = 25_000;

export const beat = z.object({ type: z.literal('beat'), epoch, revision, now: z.number() });

/** What changed. The data itself is fetched; an unknown value means: fetch everything. */
export const changedWhat = z.enum(['profile', 'tags', 'certificates', 'gateways', 'users', 'recheck']).catch('recheck');
export const changed = z.object({ type: z.literal('changed'), what: changedWhat, epoch, revision });

/** Server to client. */
export const serverEvent = z.discriminatedUnion('type', [beat, changed]);
export type ServerEvent = z.infer<typeof serverEvent>;

/** Client to server: everything up to this revision is in force here. */
export const applied = z.object({ type: z.literal('applied'), revision });
export type AppliedEvent = z.infer<typeof applied>;

/** Why the server closes: the client acts on the number alone. */
export const closeCodes = {
  /** Credentials refused: renew first. */
  refused: 4401,
  /** Withdrawn or revoked: stop. */
  withdrawn: 4403,
  /** Versions do not fit. */
  version: 4426,
} as const;
