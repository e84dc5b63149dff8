// How this device stands to newer releases.

import { z } from 'zod';
import { failure } from './failure.ts';

const isoTime = z.string().max(40);
const version = z.string().max(64);

/**
 *   off | unknown ──check──▶ current ──newer──▶ available ──▶ downloading ──▶ ready ──▶ installing ──▶ (the new release: current)
 *                                        any ──▶ failed (with what holds until the next check)
 */
export const updateState = z.discriminatedUnion('kind', [
  /** Nobody has said where updates come from, or an administrator has switched them off. */
  z.strictObject({ kind: z.literal('off') }),
  z.strictObject({ kind: z.literal('unknown') }),
  z.strictObject({ kind: z.literal('current'), checkedAt: isoTime }),
  /** `installAt`: when it is installed without asking; `postponableUntil`: how far a user may put that off; null: no further. */
  z.strictObject({
    kind: z.literal('available'),
    version,
    notes: z.string().max(2_000),
    installAt: isoTime,
    postponableUntil: isoTime.nullable(),
  }),
  z.strictObject({ kind: z.literal('downloading'), version, doneBytes: z.int().min(0), totalBytes: z.int().min(1) }),
  /** Downloaded and verified. */
  z.strictObject({
    kind: z.literal('ready'),
    version,
    notes: z.string().max(2_000),
    installAt: isoTime,
    postponableUntil: isoTime.nullable(),
  }),
  z.strictObject({ kind: z.literal('installing'), version }),
  z.strictObject({ kind: z.literal('failed'), version: version.nullable(), failure, retryAt: isoTime }),
]);
export type UpdateState = z.infer<typeof updateState>;
