// Judges rules by facts: (rules, facts, system) → verdicts; the same in the agent, the EMS and every test.

import { assertNever } from '../assert-never.ts';
import { type Fact, type FactReading, type FactValue, readingOf, type UnknownReason } from './fact.ts';
import {
  diskEncryptionFact,
  type FactName,
  factName,
  firewallFact,
  ipAddressesFact,
  machineKeyFact,
  osVersionFact,
  userIdentityFact,
} from './fact-name.ts';
import { parseIpRange, rangeHolds } from './ip-range.ts';
import { isAtLeast } from './key-assurance.ts';
import { matchesOs, parseWantedOs } from './os-version.ts';
import { type KnownRule, type OsName, type Rule, understand } from './rule.ts';
import type { Verdict } from './verdict.ts';

/**
 * One verdict for each rule of this system, in the order of the rules; rules of other systems have none here. Unknown
 * satisfies nothing, negated or not: a fact that is missing, too old, reported twice or not of the form its name promises
 * makes its rules unknown, and so does a rule that this release cannot judge.
 */
export function evaluateRules(rules: readonly Rule[], facts: readonly Fact[], os: OsName): Verdict[] {
  const readings = indexByName(facts);
  return rules.filter((rule) => rule.os === os).map((rule) => judge(rule, readings));
}

/** The facts that the rules of this system ask for, each once, in the order of the rules: what is to be collected. */
export function factNamesFor(rules: readonly Rule[], os: OsName): FactName[] {
  const known = rules.filter((rule) => rule.os === os).map(understand);
  return [...new Set(known.filter((rule) => rule !== null).map(factNameOf))];
}

function indexByName(facts: readonly Fact[]): Map<FactName, FactReading> {
  const readings = new Map<FactName, FactReading>();
  for (const fact of facts) {
    // Two observations of one thing: nobody can say which one holds.
    readings.set(fact.fact, readings.has(fact.fact) ? { kind: 'unknown', reason: 'unreadable' } : readingOf(fact));
  }
  return readings;
}

function judge(rule: Rule, readings: ReadonlyMap<FactName, FactReading>): Verdict {
  const known = understand(rule);
  if (known === null) return { rule: rule.id, verdict: 'unknown', fact: null, reason: 'unsupported' };
  const fact = factNameOf(known);
  const reading = readings.get(fact) ?? { kind: 'unknown', reason: 'not-collected' };
  const outcome = reading.kind === 'known' ? compare(known, reading.value) : reading.reason;
  if (typeof outcome === 'string') return { rule: known.id, verdict: 'unknown', fact, reason: outcome };
  return { rule: known.id, verdict: outcome !== known.negated ? 'satisfied' : 'unsatisfied', fact };
}

function factNameOf(rule: KnownRule): FactName {
  switch (rule.type) {
    case 'os-version':
      return osVersionFact;
    case 'file':
      // The rule's schema has checked the path and the name already; this only gives the text its type.
      return factName.parse(`file:${rule.path}`);
    case 'running-process':
      return factName.parse(`running-process:${rule.content}`);
    case 'ip-range':
      return ipAddressesFact;
    case 'security':
      return rule.content === 'firewall-enabled' ? firewallFact : diskEncryptionFact;
    case 'key-assurance':
      return machineKeyFact;
    case 'user-identity':
      return userIdentityFact;
    default:
      return assertNever(rule);
  }
}

/** Whether the rule holds before negation, or why that cannot be told. */
function compare(rule: KnownRule, value: FactValue): boolean | UnknownReason {
  switch (value.kind) {
    case 'os-version':
      if (rule.type !== 'os-version') return 'unreadable';
      return matchesOs(parseWantedOs(rule.content), rule.comparator, value) ?? 'not-available';
    case 'file':
      return rule.type === 'file' ? value.exists : 'unreadable';
    case 'running-process':
      return rule.type === 'running-process' ? value.running : 'unreadable';
    case 'ip-addresses': {
      const range = rule.type === 'ip-range' ? parseIpRange(rule.content) : null;
      return range === null ? 'unreadable' : value.addresses.some((address) => rangeHolds(range, address));
    }
    case 'firewall':
      if (rule.type !== 'security' || rule.content !== 'firewall-enabled') return 'unreadable';
      return value.ipv4 === 'filtered' && value.ipv6 !== 'open';
    case 'disk-encryption':
      if (rule.type !== 'security' || rule.content !== 'disk-encryption-enabled') return 'unreadable';
      return value.encrypted;
    case 'machine-key':
      return rule.type === 'key-assurance' ? isAtLeast(value.level, rule.content) : 'unreadable';
    case 'user-identity':
      if (rule.type !== 'user-identity') return 'unreadable';
      return rule.account === undefined ? value.verified.length > 0 : value.verified.includes(rule.account);
    default:
      return assertNever(value);
  }
}
