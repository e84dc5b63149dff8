// Where a device's own verdicts and the EMS's differ on the same facts.

import type { RuleId } from '../ids.ts';
import { userIdentityFact } from './fact-name.ts';
import { truthByRule } from './logic.ts';
import type { Verdict } from './verdict.ts';

/**
 * The rules that the two lists judge differently, or that only one of them judges; ascending. Who has signed in the EMS knows
 * before the device does: there the two may differ, and nobody lies.
 */
export function disagreements(reported: readonly Verdict[], own: readonly Verdict[]): RuleId[] {
  const theirs = truthByRule(reported);
  const ours = truthByRule(own);
  const everyRule = new Set([...theirs.keys(), ...ours.keys()]);
  const ofUsers = new Set(own.filter((each) => each.fact === userIdentityFact).map((each) => each.rule));
  return [...everyRule]
    .filter((rule) => !ofUsers.has(rule))
    .filter((rule) => theirs.get(rule) !== ours.get(rule))
    .sort((a, b) => a - b);
}
