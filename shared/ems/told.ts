// What a device tells the EMS of what its users did to the agent, for the audit log.

import { z } from 'zod';

export const mostToldAtOnce = 64;

export const toldKind = z.enum(['disconnected', 'connected', 'uninstalling']);

/** `sequence` rises; what came before is heard once, however often it is told. */
export const told = z.object({
  events: z
    .array(
      z.object({
        sequence: z.int().min(1),
        kind: toldKind,
        /** How long ago, by the device's clock: durations, not clock times. */
        agoMs: z.number().min(0),
        /** The OS user, as the device's kernel named them; or who else decided it. */
        by: z.string().max(256),
        reason: z.string().max(300),
      }),
    )
    .min(1)
    .max(mostToldAtOnce),
});
export type Told = z.infer<typeof told>;
