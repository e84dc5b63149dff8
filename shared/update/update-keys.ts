// Whose signatures a device takes for those of its releases.

import { z } from 'zod';
import { base64url } from '../rfc4648.ts';

/** The 32 bytes of an Ed25519 public key as base64url: one spelling, so that one key cannot count as two. */
const publicKey = z.string().refine((text) => base64url.decode(text)?.length === 32, {
  error: 'a public key is 32 bytes in base64url',
});

/** `threshold` different keys of `keys` must have signed. A newer set has a higher `generation`; it never falls. */
export const updateKeys = z
  .strictObject({
    v: z.literal(1),
    generation: z.int().min(1).max(1_000_000),
    threshold: z.int().min(1).max(16),
    keys: z
      .array(z.strictObject({ name: z.string().min(1).max(64), publicKey }))
      .min(1)
      .max(16),
  })
  .refine(({ threshold, keys }) => threshold <= keys.length, {
    error: 'the threshold is higher than the number of keys',
  })
  .refine(({ keys }) => new Set(keys.map((each) => each.publicKey)).size === keys.length, {
    error: 'one key stands there twice',
  });
export type UpdateKeys = z.infer<typeof updateKeys>;
