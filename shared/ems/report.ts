// The agent's report and its answer: facts and verdicts in, tags out.

import { z } from 'zod';
import { epoch, revision, tagName } from '../ids.ts';
import { fact } from '../posture/fact.ts';
import { verdict } from '../posture/verdict.ts';
import { inventory } from './inventory.ts';

/** `sequence` rises with every report of a device; a lower one is refused. Who reports stands in the certificate only. */
export const report = z.object({
  sequence: z.int().min(1),
  rulesRevision: revision,
  inventory,
  facts: z.array(fact).max(1_000),
  verdicts: z.array(verdict).max(5_000),
});
export type Report = z.infer<typeof report>;

export const reportReply = z.object({
  tags: z.array(tagName),
  /** When the next report is due, if nothing changes before. */
  keepaliveMs: z.int().min(1_000),
  epoch,
  revision,
});
export type ReportReply = z.infer<typeof reportReply>;
