// What a person sends to support: files of text, and what was taken out of them.

import { z } from 'zod';

export const diagnosticsFile = z.strictObject({
  /** A plain file name, such as `state.json`. */
  name: z.string().regex(/^[a-z][a-z0-9-]*\.(?:json|txt|log)$/),
  text: z.string().max(4_000_000),
  /** What was replaced in it, by what it was, and how often. */
  redactions: z.array(z.strictObject({ what: z.string().max(64), count: z.int().min(1) })).max(64),
});
export type DiagnosticsFile = z.infer<typeof diagnosticsFile>;

/** `leftOut`: what this caller may not see, and what to do about it. */
export const diagnostics = z.strictObject({
  at: z.string().max(40),
  files: z.array(diagnosticsFile).max(16),
  leftOut: z.array(z.strictObject({ name: z.string().max(64), why: z.string().max(300) })).max(16),
});
export type Diagnostics = z.infer<typeof diagnostics>;
