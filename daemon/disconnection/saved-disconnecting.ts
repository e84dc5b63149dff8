// What of disconnecting and connecting survives a restart: how it is now, and what the EMS has not heard yet.

import { z } from 'zod';
import { disconnection } from '../../shared/agent/disconnection.ts';
import { mostToldAtOnce, toldKind } from '../../shared/ems/told.ts';

export const savedDisconnecting = z.strictObject({
  /** `isAdministrator`: of this machine; what they did no policy of the organisation undoes. */
  current: disconnection.extend({ isAdministrator: z.boolean() }).nullable(),
  /** Of what was written down last; the first is 1. */
  sequence: z.int().min(0),
  /** The oldest first. */
  untold: z
    .array(
      z.strictObject({
        sequence: z.int(),
        kind: toldKind,
        at: z.number(),
        by: z.string().max(256),
        reason: z.string().max(300),
      }),
    )
    .max(mostToldAtOnce),
});
export type SavedDisconnecting = z.infer<typeof savedDisconnecting>;

/** Of a device that just enrolled. */
export const neverDisconnected: SavedDisconnecting = { current: null, sequence: 0, untold: [] };

/** One more thing for the EMS to hear; of more than it takes at once the oldest is given up. */
export function withUntold(
  before: SavedDisconnecting,
  event: Omit<SavedDisconnecting['untold'][number], 'sequence'>,
): SavedDisconnecting {
  const sequence = before.sequence + 1;
  return { ...before, sequence, untold: [...before.untold, { ...event, sequence }].slice(-mostToldAtOnce) };
}
