// Rule sets: which tag a device gets when its rules hold, by an and/or tree for each operating system.

import { z } from 'zod';
import { needs, type RuleId, ruleId, tagName } from '../ids.ts';

/** A place in the tree: a rule's number, or a group of places. There is no `not`: negation belongs to the rule. */
export type LogicNode = LogicLeaf | LogicGroup;

export interface LogicLeaf {
  readonly id: RuleId;
  readonly op?: undefined;
  readonly needs?: string[] | undefined;
}

/** `unsupported` is an operator of a later release: never true. */
export interface LogicGroup {
  readonly op: 'and' | 'or' | 'unsupported';
  readonly rules: LogicNode[];
  readonly needs?: string[] | undefined;
}

/** How deep groups may nest; also the schema's own depth, so that no input makes the parser go deeper. */
export const maxLogicDepth = 8;

const maxPlaces = 256;

const base = {
  id: z.int().min(1).max(2_147_483_647),
  name: z.string().min(1).max(128),
  enabled: z.boolean(),
  comments: z.string().max(1_000).optional(),
  tag: tagName,
  /** What users who lack the tag are told (FortiClient EMS: User Notification Message). */
  message: z.string().max(1_000).optional(),
  needs: needs.optional(),
};

const tolerantLogic = logicSchema(z.enum(['and', 'or', 'unsupported']).catch('unsupported'), maxLogicDepth);
const tolerantLogicOrNone = tolerantLogic.optional().catch(undefined);

/**
 * A rule set as devices and gateways read it: tolerant. A tree that this release cannot read is none, and without a tree for
 * its system a device gets nothing from the set.
 */
export const ruleSet = z.object({
  ...base,
  logic: z.object({ windows: tolerantLogicOrNone, macos: tolerantLogicOrNone, linux: tolerantLogicOrNone }),
});
export type RuleSet = z.infer<typeof ruleSet>;

const strictLogic = logicSchema(z.enum(['and', 'or']), maxLogicDepth).optional();

/** A rule set as administrators write it: strict. */
export const authoredRuleSet = z.strictObject({
  ...base,
  logic: z.strictObject({ windows: strictLogic, macos: strictLogic, linux: strictLogic }),
});
export type AuthoredRuleSet = z.infer<typeof authoredRuleSet>;

/** Every rule number that stands in the tree, each once. */
export function rulesIn(node: LogicNode): RuleId[] {
  const ids = node.op === undefined ? [node.id] : node.rules.flatMap(rulesIn);
  return [...new Set(ids)];
}

function logicSchema(op: z.ZodType<LogicGroup['op']>, depth: number): z.ZodType<LogicGroup> {
  // A place is one thing or the other; something that is both is neither.
  const leaf = z.object({
    id: ruleId,
    op: z.never().optional(),
    rules: z.never().optional(),
    needs: needs.optional(),
  });
  const place: z.ZodType<LogicNode> = depth > 1 ? z.union([leaf, logicSchema(op, depth - 1)]) : leaf;
  return z.object({
    op,
    rules: z.array(place).max(maxPlaces),
    id: z.never().optional(),
    needs: needs.optional(),
  });
}
