// What a rule came to on one device.

import { z } from 'zod';
import { ruleId } from '../ids.ts';
import { unknownReason } from './fact.ts';
import { factName } from './fact-name.ts';

/** `reason` stands with `unknown` only. A verdict of a later release is read as unknown, which satisfies nothing. */
export const verdict = z.object({
  rule: ruleId,
  verdict: z.enum(['satisfied', 'unsatisfied', 'unknown']).catch('unknown'),
  /** The fact that decided; null where the rule could not be read at all. */
  fact: factName.nullable(),
  reason: unknownReason.optional().catch('unsupported'),
});
export type Verdict = z.infer<typeof verdict>;
