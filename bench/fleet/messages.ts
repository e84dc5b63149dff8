// What a fleet is told and what it says: one JSON object a line, on standard input and output.

import { z } from 'zod';

export const order = z.discriminatedUnion('order', [
  /** Remembers this moment, for what is awaited later; answered by `marked`. */
  z.strictObject({ order: z.literal('mark') }),
  /** Enrols every device that is not enrolled yet; answered by `enrolled`. */
  z.strictObject({ order: z.literal('enrol') }),
  /** Opens every link, spread over a time; answered by `settled` when each device has its profile and has reported. */
  z.strictObject({ order: z.literal('connect'), overMs: z.number().min(0) }),
  /** Waits until each device has lost its link since the mark, found it again and reported, or the time is up; answered by `settled`. */
  z.strictObject({ order: z.literal('await-return'), withinMs: z.number().min(0) }),
  /** Waits until each device was told of a change since the mark, and has reported after it; answered by `heard`. */
  z.strictObject({ order: z.literal('await-change') }),
  /** From now on so many reports a second, by the devices in turn; 0 stops them. */
  z.strictObject({ order: z.literal('rate'), perSecond: z.number().min(0) }),
  /** Tells what was counted since the last time; answered by `window`. */
  z.strictObject({ order: z.literal('window') }),
]);
export type Order = z.infer<typeof order>;

export const counted = z.strictObject({
  /** How long it was counted. */
  ms: z.number(),
  connected: z.int(),
  /** Reports due, of those sent, of those answered; and those not sent because the device still waited for an answer. */
  due: z.int(),
  sent: z.int(),
  answered: z.int(),
  failed: z.int(),
  skipped: z.int(),
  /** Of the reports answered; null if none was. Milliseconds. */
  latency: z.strictObject({ median: z.number(), p95: z.number(), longest: z.number() }).nullable(),
  beats: z.int(),
  changes: z.int(),
  /** Links that ended. */
  lost: z.int(),
  /** Processor time of the fleet itself. */
  cpuMs: z.number(),
});
export type Counted = z.infer<typeof counted>;

/** Times in milliseconds since the order or the mark. */
export const said = z.discriminatedUnion('said', [
  z.strictObject({ said: z.literal('ready') }),
  z.strictObject({ said: z.literal('marked') }),
  z.strictObject({ said: z.literal('enrolled'), devices: z.int(), failed: z.int(), ms: z.number() }),
  /** When the last one was connected, and when the last one had its answer; how many have not come to that. */
  z.strictObject({ said: z.literal('settled'), connectedAfterMs: z.number(), ms: z.number(), missing: z.int() }),
  /** When the last one was told, and when the last one had its answer. */
  z.strictObject({ said: z.literal('heard'), toldMs: z.number(), ms: z.number() }),
  counted.extend({ said: z.literal('window') }),
]);
export type Said = z.infer<typeof said>;
