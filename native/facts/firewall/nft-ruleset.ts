// Reads what `nft -j list ruleset` prints (libnftables-json(5)), only as far as the question of the input hook goes.

import { z } from 'zod';

/** A chain that the kernel calls by itself for packets to this machine, or one that rules jump to. */
export interface Chain {
  readonly family: string;
  readonly table: string;
  readonly name: string;
  /** What happens to a packet that no rule decides; null in chains without hook. */
  readonly input: { readonly policy: 'accept' | 'drop' } | null;
  readonly rules: readonly Statements[];
}

/** A rule's statements in order, each an object of one key: `{match: …}`, `{counter: …}`, `{drop: null}`. */
export type Statements = readonly Readonly<Record<string, unknown>>[];

const chainObject = z.object({
  family: z.string(),
  table: z.string(),
  name: z.string(),
  type: z.string().optional(),
  hook: z.string().optional(),
  policy: z.enum(['accept', 'drop']).optional(),
});
const ruleObject = z.object({
  family: z.string(),
  table: z.string(),
  chain: z.string(),
  expr: z.array(z.record(z.string(), z.unknown())),
});
/** Entries of other kinds may have any form, but a chain or rule that cannot be read makes the whole unreadable. */
const output = z.object({
  nftables: z.array(z.object({ chain: chainObject.optional(), rule: ruleObject.optional() })),
});

/** The chains with their rules; null if this is no ruleset. */
export function parseNftRuleset(stdout: string): Chain[] | null {
  const parsed = output.safeParse(parseJson(stdout));
  if (!parsed.success) return null;
  const rules = parsed.data.nftables.flatMap((entry) => (entry.rule === undefined ? [] : [entry.rule]));
  return parsed.data.nftables.flatMap((entry) => {
    if (entry.chain === undefined) return [];
    const { family, table, name, type, hook, policy } = entry.chain;
    const own = rules.filter((rule) => rule.family === family && rule.table === table && rule.chain === name);
    // A nat or route chain on the same hook rewrites packets, and cannot be relied on to drop them.
    const input = type === 'filter' && hook === 'input' ? { policy: policy ?? ('accept' as const) } : null;
    return [{ family, table, name, input, rules: own.map((rule) => rule.expr) }];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
