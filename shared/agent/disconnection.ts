// A user has disconnected the agent on purpose: names and tunnels are gone until somebody connects again.

import { z } from 'zod';

export const disconnectReason = z.string().trim().max(300);

export const disconnection = z.strictObject({
  since: z.string().max(40),
  /** The OS user who asked. */
  by: z.string().max(256),
  reason: disconnectReason,
  /** When the agent connects again by itself; null: not before somebody asks. */
  until: z.string().max(40).nullable(),
});
export type Disconnection = z.infer<typeof disconnection>;
