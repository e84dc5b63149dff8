// Walks the policies in order and finds the one that decides.

import type { Policy } from '../config/schema.ts';
import type { VerifiedUser } from './device-standing.ts';
import { tagOutcome } from './tag-condition.ts';

export type PolicyOutcome =
  | { readonly kind: 'accepted'; readonly policy: string }
  | {
      readonly kind: 'denied';
      readonly code: '061' | '062' | '064' | '065' | '099';
      readonly policy: string | null;
      readonly tags: readonly string[];
    };

/** What is asked for: an entry of one of the two lists that policies name. */
export interface Asked {
  readonly list: 'ztna-destination' | 'ztna-proxy';
  readonly name: string;
}

/**
 * First match decides:
 * - a policy that is disabled, or whose destination or proxy, users or groups do not match, is skipped;
 * - one that needs a feature this release lacks denies (062), whatever it says;
 * - deny without tags → 062; deny whose tags hold → 064 with those tags (065 with the missing ones if negated);
 *   deny whose tags do not hold is skipped;
 * - accept whose tags hold → accepted;
 * - accept whose tags do not hold is passed over, and the first of them remembered.
 * Tags of nobody (null: no certificate was shown) are unknown: they satisfy no accept that names tags, negated or not.
 * At the end: 065 with the missing tags of the accept passed over (064 if a forbidden one stood in the way), else 061.
 * Whatever would deny a device of which nobody is verified: 099, if an accept before that was skipped for want of a user alone.
 * It says that signing in may help; never which policy, or whom it is for.
 */
export function walkPolicies(
  policies: readonly Policy[],
  asked: Asked,
  tags: ReadonlySet<string> | null,
  user: VerifiedUser | null,
): PolicyOutcome {
  let passedOver: PolicyOutcome | null = null;
  let wantsUser = false;
  for (const policy of policies) {
    if (!isFor(policy, asked)) continue;
    if (!matchesUser(policy, user)) {
      wantsUser ||= user === null && tags !== null && acceptsBy(policy, tags);
      continue;
    }
    if (policy.needs.length > 0) return wantsUser ? signInFirst : refusal('062', policy.name);
    const outcome = tagOutcome(policy, tags ?? new Set());
    if (policy.action === 'deny') {
      if (outcome.holds) return wantsUser ? signInFirst : denied(policy, outcome.kind, outcome.decisive);
      continue;
    }
    const isKnown = tags !== null || outcome.kind === 'none';
    if (outcome.holds && isKnown) return { kind: 'accepted', policy: policy.name };
    passedOver ??= denied(policy, outcome.kind, outcome.decisive);
  }
  return wantsUser ? signInFirst : (passedOver ?? refusal('061', null));
}

/** Whether it would let in a device with these tags, if only its user were one of those it names. */
function acceptsBy(policy: Policy, tags: ReadonlySet<string>): boolean {
  return policy.action === 'accept' && policy.needs.length === 0 && tagOutcome(policy, tags).holds;
}

const signInFirst = refusal('099', null);

function refusal(code: '061' | '062' | '099', policy: string | null): PolicyOutcome {
  return { kind: 'denied', code, policy, tags: [] };
}

function denied(policy: Policy, kind: 'none' | 'present' | 'missing', tags: readonly string[]): PolicyOutcome {
  const code = { none: '062', present: '064', missing: '065' } as const;
  return { kind: 'denied', code: code[kind], policy: policy.name, tags };
}

/** This release knows no features a policy could need, so any `needs` is one it lacks; see above. */
function isFor(policy: Policy, asked: Asked): boolean {
  if (policy.status === 'disable') return false;
  const named = policy[asked.list];
  return named === 'all' || named?.includes(asked.name) === true;
}

/** `users` and `groups` match verified users only; naming either means that one of both lists must match. */
function matchesUser(policy: Policy, user: VerifiedUser | null): boolean {
  if (policy.users === 'any' && policy.groups === 'any') return true;
  if (user === null) return false;
  const byName = policy.users !== 'any' && policy.users.includes(user.subject);
  const byGroup = policy.groups !== 'any' && policy.groups.some((group) => user.groups.includes(group));
  return byName || byGroup;
}
