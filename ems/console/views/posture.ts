// Why a device has its tags, and lacks others: for each the rules, the fact that decides each rule, and its age; pure.

import type { z } from 'zod';
import type { emsAdminContract } from '../../../shared/ems/admin-contract.ts';
import type { Report } from '../../../shared/ems/report.ts';
import { evaluateRules } from '../../../shared/posture/evaluate.ts';
import { explainTag } from '../../../shared/posture/explain-tag.ts';
import type { Fact } from '../../../shared/posture/fact.ts';
import { logicOf } from '../../../shared/posture/logic.ts';
import type { OsName, Rule } from '../../../shared/posture/rule.ts';
import { rulesIn } from '../../../shared/posture/rule-set.ts';
import type { Verdict } from '../../../shared/posture/verdict.ts';
import type { EndpointDetails } from './endpoint.ts';
import { duration } from './time.ts';
import type { Label } from './tone.ts';

type Rulebook = Pick<z.output<(typeof emsAdminContract)['commands']['rules']['result']>, 'rules' | 'ruleSets'>;

export interface RuleLine {
  readonly rule: string;
  readonly verdict: Label;
  /** The fact as it was observed, or why it is not known. */
  readonly fact: string;
  /** Since somebody last looked. */
  readonly age: string;
}

export interface TagBlock {
  readonly tag: string;
  readonly held: Label;
  readonly lines: readonly RuleLine[];
  /** Where there are no lines. */
  readonly remark: string | null;
}

/** The tags it has first, then those that rule sets offer on its system and it does not have. */
export function tagBlocks(details: EndpointDetails, { rules, ruleSets }: Rulebook, now: number): readonly TagBlock[] {
  const { report, inventory } = details;
  const os = inventory?.os ?? null;
  const verdicts = report === null || os === null ? [] : evaluateRules(rules, report.facts, os);
  const sinceMs = details.lastReport === null ? 0 : Math.max(0, now - Date.parse(details.lastReport));
  const offered = os === null ? [] : ruleSets.filter((set) => logicOf(set, os) !== null).map(({ tag }) => tag);
  const missing = [...new Set(offered)].filter((tag) => !details.tags.includes(tag)).sort();

  function block(tag: EndpointDetails['tags'][number], isHeld: boolean): TagBlock {
    const trees = os === null ? [] : ruleSets.filter((set) => set.tag === tag).map((set) => logicOf(set, os));
    const ids = [...new Set(trees.flatMap((tree) => (tree === null ? [] : rulesIn(tree))))];
    const lines = ids.map((id) => ruleLine(id, { rules, verdicts, facts: report?.facts ?? [], os, sinceMs }));
    const held: Label = isHeld ? { text: 'has it', tone: 'good' } : { text: 'lacks it', tone: 'waiting' };
    return { tag, held, lines, remark: lines.length > 0 ? null : 'No rule set gives it: the EMS gives it itself.' };
  }

  const withheld = (tag: EndpointDetails['tags'][number]): TagBlock => {
    const why = os === null ? null : explainTag(tag, [...ruleSets], [...rules], verdicts, os);
    const shown = block(tag, false);
    if (why?.kind !== 'held') return shown;
    // Its facts would earn it: the device itself is silent, revoked or cloned.
    return { ...shown, held: { text: 'withheld', tone: 'bad' } };
  };
  return [...details.tags.map((tag) => block(tag, true)), ...missing.map(withheld)];
}

interface Known {
  readonly rules: readonly Rule[];
  readonly verdicts: readonly Verdict[];
  readonly facts: Report['facts'];
  readonly os: OsName | null;
  readonly sinceMs: number;
}

const verdictLabels: Readonly<Record<Verdict['verdict'], Label>> = {
  satisfied: { text: 'met', tone: 'good' },
  unsatisfied: { text: 'not met', tone: 'bad' },
  unknown: { text: 'unknown', tone: 'waiting' },
};

function ruleLine(id: Rule['id'], { rules, verdicts, facts, os, sinceMs }: Known): RuleLine {
  const rule = rules.find((each) => each.id === id && each.os === os);
  const verdict = verdicts.find((each) => each.rule === id);
  const fact = facts.find((each) => each.fact === verdict?.fact);
  return {
    rule: `${id}: ${ruleTitle(rule)}`,
    verdict: verdictLabels[verdict?.verdict ?? 'unknown'],
    fact: fact === undefined ? (verdict?.fact ?? 'not reported') : factText(fact),
    age: fact === undefined ? '' : duration(fact.ageMs + sinceMs),
  };
}

function ruleTitle(rule: Rule | undefined): string {
  if (rule === undefined) return 'not on record for this system';
  return rule.title ?? `${rule.negated ? 'not ' : ''}${rule.type}`;
}

/** `file:/etc/managed: exists`. */
function factText(fact: Fact): string {
  if (fact.unknown === true) return `${fact.fact}: unknown (${fact.reason})`;
  const { value } = fact;
  switch (value.kind) {
    case 'os-version':
      return `${fact.fact}: ${value.name} ${value.version}`;
    case 'file':
      return `${fact.fact}: ${value.exists ? 'exists' : 'is not there'}`;
    case 'running-process':
      return `${fact.fact}: ${value.running ? 'runs' : 'does not run'}`;
    case 'ip-addresses':
      return `${fact.fact}: ${value.addresses.join(', ')}`;
    case 'firewall':
      return `${fact.fact}: IPv4 ${value.ipv4}, IPv6 ${value.ipv6}`;
    case 'disk-encryption':
      return `${fact.fact}: ${value.encrypted ? 'encrypted' : `plain: ${value.plain.join(', ')}`}`;
    case 'user-identity':
      return `${fact.fact}: ${value.verified.length === 0 ? 'nobody is signed in' : value.verified.join(', ')}`;
    default:
      return fact.fact;
  }
}
