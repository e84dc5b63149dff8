// Where a device's own verdicts and the EMS's differ on the same facts.

import type { RuleId } from '../ids.ts';
import { truthByRule } from './logic.ts';
import type { Verdict } from './verdict.ts';

/** The rules that the two lists judge differently, or that only one of them judges; ascending. */
export function disagreements(reported: readonly Verdict[], own: readonly Verdict[]): RuleId[] {
  const theirs = truthByRule(reported);
  const ours = truthByRule(own);
  const everyRule = new Set([...theirs.keys(), ...ours.keys()]);
  return [...everyRule].filter((rule) => theirs.get(rule) !== ours.get(rule)).sort((a, b) => a - b);
}
