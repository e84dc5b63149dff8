// A failure as people see it.

import { z } from 'zod';

/** A code of the catalogue, what was being done, what to do next. */
export const failure = z.strictObject({
  code: z.string().max(64),
  message: z.string().max(1_000),
  next: z.string().max(1_000),
});
export type Failure = z.infer<typeof failure>;
