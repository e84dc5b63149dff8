// The explanation behind `stile why <destination>`: can I reach it, and if not, which rule is in the way and what helps.

import { z } from 'zod';
import { denialRecord, nameState } from './agent-state.ts';

/** One rule that keeps a missing tag away: the rule's title, the device's own fact, the remedy. Never the rule's values. */
export const obstacle = z.strictObject({
  tag: z.string(),
  rule: z.int(),
  title: z.string(),
  fact: z.string().nullable(),
  verdict: z.enum(['unsatisfied', 'unknown']),
  reason: z.string().nullable(),
  remedy: z.string(),
});
export type Obstacle = z.infer<typeof obstacle>;

export const explanation = z.strictObject({
  destination: z.string(),
  /** `unknown`: nothing was tried yet and nothing stands against it that the agent can see. */
  access: z.enum(['denied', 'allowed', 'unknown']),
  /** One sentence for people. */
  summary: z.string(),
  name: nameState.nullable(),
  lastDenial: denialRecord.nullable(),
  /** The tags this device has now. */
  tags: z.array(z.string()),
  obstacles: z.array(obstacle),
  /** The administrator's sentences for the missing tags. */
  messages: z.array(z.string()),
  next: z.array(z.string()),
});
export type Explanation = z.infer<typeof explanation>;
