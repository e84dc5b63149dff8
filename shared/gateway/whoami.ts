// What a gateway says of the device that asks on its reserved path, as agents read it.

import { z } from 'zod';

/** Read tolerantly, like every answer: only what the comparison of certificates needs. */
export const whoamiReply = z.object({
  uid: z.string().max(64),
  serial: z.string().max(64).nullable(),
  sha256: z.string().max(64),
  /** What this gateway's view of the EMS holds for the device. */
  certificates: z
    .array(z.object({ sha256: z.string().max(64), kind: z.string().max(32), state: z.string().max(32) }))
    .max(64),
  viewFreshForMs: z.number(),
});
export type WhoamiReply = z.infer<typeof whoamiReply>;

export const whoamiPath = '/.stile/whoami';
