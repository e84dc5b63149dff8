// What happened to connections of this device: each that was carried, and each that was refused or cut.

import { z } from 'zod';
import { requestId } from '../ids.ts';
import { denial } from '../tunnel/denial.ts';

const isoTime = z.string().max(40);
const bytes = z.number().int().min(0);

/**
 * `sequence` rises by one with each entry, and again whenever an entry changes: a session that ended comes a second time. A
 * daemon that starts anew goes on above the sequences of the one before, and remembers nothing of it: what that one carried
 * has ended. No id comes twice.
 */
export const activityEntry = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('session'),
    sequence: z.int().min(1),
    id: z.string().max(64),
    requestId: requestId.nullable(),
    destination: z.string().max(300),
    osUser: z.string().max(256),
    /** The program at this end, where the kernel tells. */
    program: z.string().max(256).nullable(),
    since: isoTime,
    /** Null while it is carried. */
    until: isoTime.nullable(),
    sent: bytes,
    received: bytes,
  }),
  z.strictObject({
    kind: z.enum(['refused', 'cut']),
    sequence: z.int().min(1),
    id: z.string().max(64),
    at: isoTime,
    denial: denial.strict(),
  }),
]);
export type ActivityEntry = z.infer<typeof activityEntry>;

/** The most that is remembered, and told at once. */
export const mostActivity = 10_000;

/**
 * Entries after `after` (0: from the oldest remembered), oldest first; `last` is what to ask with next. There may be more at
 * once: only a page without entries says that there is nothing more now.
 */
export const activityPage = z.strictObject({ entries: z.array(activityEntry).max(mostActivity), last: z.int().min(0) });
export type ActivityPage = z.infer<typeof activityPage>;

/** Bytes carried in equal steps of time up to now, oldest first, and how each destination in use does. */
export const traffic = z.strictObject({
  at: isoTime,
  stepMs: z.int().min(100),
  sent: z.array(bytes).max(600),
  received: z.array(bytes).max(600),
  destinations: z
    .array(
      z.strictObject({
        destination: z.string().max(300),
        sessions: z.int().min(0),
        sent: bytes,
        received: bytes,
        /** From asking for the last connection to the gateway's word that it is open; null where none was yet. */
        openedInMs: z.number().min(0).nullable(),
      }),
    )
    .max(2_000),
});
export type Traffic = z.infer<typeof traffic>;
