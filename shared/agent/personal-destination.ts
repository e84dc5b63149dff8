// A destination that a user of the device added, where the organisation lets them.

import { z } from 'zod';
import { destinationId, port } from '../ids.ts';

export const wantedPersonalDestination = z.strictObject({
  name: z.string().trim().min(1).max(64),
  host: z.string().trim().min(1).max(253),
  port,
  kind: z.enum(['tcp', 'http']),
});
export type WantedPersonalDestination = z.infer<typeof wantedPersonalDestination>;

export const personalDestination = wantedPersonalDestination.extend({ id: destinationId });
export type PersonalDestination = z.infer<typeof personalDestination>;

export const mostPersonalDestinations = 50;
