// What the checks found, the worst first, and what it comes to; pure.

import type { Finding } from '../../shared/agent/agent-contract.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import type { Words } from '../../shared/words/words.ts';
import type { Tone } from './tone.ts';

export interface FindingRow {
  /** Two checks may have one name. */
  readonly key: string;
  readonly tone: Tone;
  readonly outcome: string;
  readonly check: string;
  readonly detail: string;
  readonly next: string;
}

const tones: Readonly<Record<Finding['outcome'], Tone>> = {
  problem: 'bad',
  warning: 'waiting',
  unknown: 'off',
  ok: 'good',
};
const worstFirst: readonly Finding['outcome'][] = ['problem', 'warning', 'unknown', 'ok'];

/** Check, detail and advice are the agent's own sentences. */
export function findingRows(
  findings: readonly Finding[],
  { diagnostics }: Pick<Words, 'diagnostics'>,
): readonly FindingRow[] {
  const { outcomes, stale } = diagnostics.checks;
  return findings
    .map((finding, at) => ({ finding, at }))
    .sort((a, b) => worstFirst.indexOf(a.finding.outcome) - worstFirst.indexOf(b.finding.outcome) || a.at - b.at)
    .map(({ finding, at }) => ({
      key: `${at}`,
      tone: tones[finding.outcome],
      outcome: outcomes[finding.outcome],
      check: shownText(finding.check, 300),
      detail: [shownText(finding.detail), ...(finding.stale === undefined ? [] : [stale(finding.stale)])].join(' · '),
      next: shownText(finding.next),
    }));
}

export interface FindingSummary {
  readonly tone: Tone;
  readonly text: string;
}

export function findingSummary(
  findings: readonly Finding[],
  { diagnostics }: Pick<Words, 'diagnostics'>,
): FindingSummary {
  const { summary } = diagnostics.checks;
  const count = (outcome: Finding['outcome']): number => findings.filter((each) => each.outcome === outcome).length;
  const problems = count('problem');
  if (problems > 0) return { tone: 'bad', text: summary.problems(problems) };
  // What is not known is not in order.
  const warnings = count('warning') + count('unknown');
  return warnings > 0 ? { tone: 'waiting', text: summary.warnings(warnings) } : { tone: 'good', text: summary.ok };
}
