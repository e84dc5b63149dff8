// A user proved to the EMS, bound to a device and an OS user of it.

import { z } from 'zod';

/** Policies' `users` match the subject, their `groups` the groups; both count for so long. */
export const verifiedUser = z.object({
  osUser: z.string().max(256),
  subject: z.string().max(256),
  groups: z.array(z.string().max(256)).max(256),
  validForMs: z.number().min(0),
});
