// Says whether a policy's tag condition holds for a device, and which tags made it so.

import type { Policy } from '../config/schema.ts';

/** `decisive`: the tags a person must lose (when the kind is `present`) or get (when `missing`) to change the outcome. */
export interface TagOutcome {
  readonly holds: boolean;
  readonly kind: 'none' | 'present' | 'missing';
  readonly decisive: readonly string[];
}

/**
 * `ztna-ems-tag` by `ztna-tags-match-logic` (or: one of them, and: all), inverted by `ztna-ems-tag-negate`; and one of
 * `ztna-ems-tag-secondary` where given. `none` holds always.
 */
export function tagOutcome(policy: Policy, held: ReadonlySet<string>): TagOutcome {
  const primary = primaryOutcome(policy, held);
  const second = policy['ztna-ems-tag-secondary'];
  if (second === undefined) return primary;
  const heldSecond = second.filter((tag) => held.has(tag));
  if (primary.holds && heldSecond.length > 0)
    return { holds: true, kind: 'present', decisive: [...primary.decisive, ...heldSecond] };
  return primary.holds ? { holds: false, kind: 'missing', decisive: second } : primary;
}

function primaryOutcome(policy: Policy, held: ReadonlySet<string>): TagOutcome {
  const wanted = policy['ztna-ems-tag'];
  if (wanted === 'none') return { holds: true, kind: 'none', decisive: [] };
  const have = wanted.filter((tag) => held.has(tag));
  const lack = wanted.filter((tag) => !held.has(tag));
  const matched = policy['ztna-tags-match-logic'] === 'and' ? lack.length === 0 : have.length > 0;
  const holds = policy['ztna-ems-tag-negate'] === 'enable' ? !matched : matched;
  return { holds, ...(matched ? { kind: 'present', decisive: have } : { kind: 'missing', decisive: lack }) };
}
