// Posture rules: what the EMS requires of a device, with the field names of FortiClient EMS.

import { z } from 'zod';
import { needs, ruleId } from '../ids.ts';
import { absolutePath, processName } from './fact-name.ts';
import { isUnderstood } from './features.ts';
import { parseIpRange } from './ip-range.ts';
import { keyAssurance } from './key-assurance.ts';
import { parseWantedOs } from './os-version.ts';

/** The systems that rules and logic are written for here (FortiOS also knows `ios` and `android`). */
export const osName = z.enum(['windows', 'macos', 'linux']);
export type OsName = z.infer<typeof osName>;

/** The rule types of FortiClient EMS; `key-assurance` is ours alone. Those without a schema of their own below are kept and come to unknown. */
export const ruleTypes = [
  'ad-groups',
  'anti-virus',
  'certificate',
  'ems-management',
  'file',
  'fct-version',
  'ip-range',
  'logged-in-domain',
  'on-fabric-status',
  'os-version',
  'registry-key',
  'running-process',
  'sandbox-detection',
  'user-identity',
  'vulnerable-devices',
  'cve',
  'windows-security',
  'security',
  'security-status',
  'crowdstrike-zta-score',
] as const;

const common = {
  id: ruleId,
  os: osName,
  /** Turns satisfied into unsatisfied and back; unknown stays unknown. */
  negated: z.boolean(),
  /** What people see instead of the rule's number. */
  title: z.string().max(200).optional(),
  /** The administrator's sentence: what the user should do. */
  remedy: z.string().max(1_000).optional(),
  needs: needs.optional(),
};

const osVersionShape = {
  ...common,
  type: z.literal('os-version'),
  comparator: z.enum(['=', '>', '<', '>=', '<=']),
  /** `Debian 12`, `12.11` or, with `=`, just a product. */
  content: z.string().min(1).max(256),
};
const fileShape = { ...common, type: z.literal('file'), path: absolutePath };
const runningProcessShape = {
  ...common,
  type: z.literal('running-process'),
  // FortiClient EMS: NOT is not supported for running processes.
  negated: z.literal(false),
  content: processName,
};
const ipRangeShape = {
  ...common,
  type: z.literal('ip-range'),
  content: z
    .string()
    .max(256)
    .refine((text) => parseIpRange(text) !== null, { error: 'neither an address, nor a network, nor from-to' }),
};
const securityShape = {
  ...common,
  os: z.enum(['macos', 'linux']),
  type: z.literal('security'),
  content: z.enum(['firewall-enabled', 'disk-encryption-enabled']),
};

/** The key of the device's certificate is kept at least so well; negated: less well. */
const keyAssuranceShape = {
  ...common,
  type: z.literal('key-assurance'),
  content: keyAssurance.exclude(['software']),
};

/**
 * Somebody has proved to the EMS who uses this device: anybody, or the one whose subject is `account`. FortiClient EMS writes
 * it as "verified user"; its other form, an account of a `service`, nobody can judge yet.
 */
const userIdentityShape = {
  ...common,
  type: z.literal('user-identity'),
  content: z.literal('verified'),
  account: z.string().min(1).max(256).optional(),
};

const knownRule = z.discriminatedUnion('type', [
  z.object(osVersionShape),
  z.object(fileShape),
  z.object(runningProcessShape),
  z.object(ipRangeShape),
  z.object(securityShape),
  z.object(keyAssuranceShape),
  z.object(userIdentityShape),
]);

/** A rule that this release can judge. */
export type KnownRule = z.infer<typeof knownRule>;

const otherRule = z.looseObject({
  ...common,
  os: z.string().min(1).max(32),
  type: z.string().min(1).max(64),
});

/**
 * A rule as devices and gateways read it: tolerant. A type, a comparator or a value that this release does not know does
 * not spoil the profile; such a rule is kept as it came, and comes to unknown.
 */
export const rule = z.union([knownRule, otherRule]);
export type Rule = z.infer<typeof rule>;

/** The rule if this release can judge it, else null. The only way from `Rule` to its values. */
export function understand(candidate: Rule): KnownRule | null {
  if (!isUnderstood(candidate.needs)) return null;
  const parsed = knownRule.safeParse(candidate);
  return parsed.success ? parsed.data : null;
}

const word = z.string().min(1).max(256).optional();

/**
 * A rule as administrators write it: strict. An unknown key or type, a relative path, a negated `running-process`, an order
 * asked for without a version are errors. Types that no agent can judge yet are taken with the fields they have in EMS.
 */
export const authoredRule = z.discriminatedUnion('type', [
  z.strictObject(osVersionShape).refine((r) => r.comparator === '=' || parseWantedOs(r.content).version !== '', {
    path: ['content'],
    error: 'an order needs a version, such as "Debian 12"',
  }),
  z.strictObject(fileShape),
  z.strictObject(runningProcessShape),
  z.strictObject(ipRangeShape),
  z.strictObject(securityShape),
  z.strictObject(keyAssuranceShape),
  z
    .strictObject({
      ...userIdentityShape,
      content: z.literal('verified').optional(),
      service: z.enum(['Google', 'LinkedIn', 'Salesforce', 'Custom']).optional(),
    })
    .refine((r) => (r.content === undefined) !== (r.service === undefined), {
      path: ['content'],
      error: 'either "verified" or a service',
    }),
  z.strictObject({
    ...common,
    type: z.enum(ruleTypes).exclude(['os-version', 'file', 'running-process', 'ip-range', 'security', 'user-identity']),
    content: word,
    match_type: z.enum(['simple', 'regex', 'wildcard']).optional(),
    subject: word,
    issuer: word,
    path: word,
    comparator: z.enum(['=', '>', '<', '>=', '<=']).optional(),
    check_updates_within_days: z.int().min(1).max(3_653).optional(),
    enable_latest_update_check: z.boolean().optional(),
    condition: z
      .strictObject({
        key: z.string().min(1).max(256),
        comparator: z.enum(['=', '!=', '>', '>=', '<', '<=']),
        value: z.string().max(256),
        is_dword: z.boolean(),
      })
      .optional(),
  }),
]);
export type AuthoredRule = z.infer<typeof authoredRule>;
