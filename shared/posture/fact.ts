// What a device observed of itself: a value, or unknown with a reason, and how old the observation is.

import { z } from 'zod';
import { type FactName, factName, readFactName } from './fact-name.ts';
import { keyAssurance } from './key-assurance.ts';

/**
 * Why a fact is unknown. `not-permitted`: this process may not look; `not-available`: the machine has no such thing or no
 * tool that could tell; `unsupported`: this release cannot tell; `unreadable`: the answer made no sense; `not-collected`:
 * nobody looked, or too long ago.
 */
export const unknownReason = z.enum([
  'timed-out',
  'not-permitted',
  'not-available',
  'unsupported',
  'unreadable',
  'not-collected',
]);
export type UnknownReason = z.infer<typeof unknownReason>;

/** The operating system: `id` and `name` as os-release(5) has them, `version` empty where the system states none. */
export const osVersionValue = z.strictObject({
  kind: z.literal('os-version'),
  id: z.string().max(64),
  name: z.string().min(1).max(128),
  version: z.string().max(64),
});
export type OsVersionValue = z.infer<typeof osVersionValue>;

/** Whether there is something at the path; never what is in it. */
export const fileValue = z.strictObject({ kind: z.literal('file'), exists: z.boolean() });

/**
 * Whether a program of that name runs. `by` says how it was recognised: by its executable's base name, or by the name it
 * gives itself, which every program may choose freely.
 */
export const runningProcessValue = z.strictObject({
  kind: z.literal('running-process'),
  running: z.boolean(),
  by: z.enum(['executable', 'own-name']).nullable(),
});

/** The device's own addresses, loopback left out; sorted, each once. */
export const ipAddressesValue = z.strictObject({
  kind: z.literal('ip-addresses'),
  addresses: z.array(z.union([z.ipv4(), z.ipv6()])).max(256),
});

/** Whether what comes in unasked is dropped. `absent`: the device has no IPv6 besides loopback. */
export const firewallValue = z.strictObject({
  kind: z.literal('firewall'),
  ipv4: z.enum(['filtered', 'open']),
  ipv6: z.enum(['filtered', 'open', 'absent']),
});

/** Whether what is written lies encrypted; `plain` names the mount points (`[SWAP]` too) that do not. `/boot` may be plain. */
export const diskEncryptionValue = z.strictObject({
  kind: z.literal('disk-encryption'),
  encrypted: z.boolean(),
  plain: z.array(z.string().max(256)).max(32),
});

/** How the key of the device's certificate is kept. The agent's own claim: nothing attests it. */
export const machineKeyValue = z.strictObject({ kind: z.literal('machine-key'), level: keyAssurance });

/** The subjects of those who proved to the EMS who uses this device; sorted, each once. The EMS's own record decides. */
export const userIdentityValue = z.strictObject({
  kind: z.literal('user-identity'),
  verified: z.array(z.string().max(256)).max(64),
});

export const factValue = z.discriminatedUnion('kind', [
  osVersionValue,
  fileValue,
  runningProcessValue,
  ipAddressesValue,
  firewallValue,
  diskEncryptionValue,
  machineKeyValue,
  userIdentityValue,
]);
export type FactValue = z.infer<typeof factValue>;

const ageMs = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

const knownFact = z
  .object({ fact: factName, value: factValue, unknown: z.never().optional(), ageMs })
  .refine((fact) => readFactName(fact.fact).kind === fact.value.kind);

/** Takes every fact whose value this release cannot read, too: that is what the defaults are for. */
const unknownFact = z.object({
  fact: factName,
  unknown: z.literal(true).catch(true),
  reason: unknownReason.catch('unsupported'),
  ageMs,
});

/**
 * A fact on the wire (protocol §4): `{fact, value, ageMs}` or `{fact, unknown: true, reason, ageMs}`; `unknown` tells the two
 * apart. `ageMs` counts from the moment somebody last looked. A value of another form than its name promises, and one of
 * a later release, is read as unknown: one odd fact never spoils a report.
 */
export const fact = z.union([knownFact, unknownFact]);
export type Fact = z.infer<typeof fact>;

/** What looking at a fact gave, before anybody asks how old it is. */
export type FactReading =
  | { readonly kind: 'known'; readonly value: FactValue }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/** A fact for the wire. */
export function factOf(name: FactName, reading: FactReading, age: number): Fact {
  const whole = Math.max(0, Math.round(age));
  return reading.kind === 'known'
    ? { fact: name, value: reading.value, ageMs: whole }
    : { fact: name, unknown: true, reason: reading.reason, ageMs: whole };
}

/** The reading behind a fact: one older than its lifetime counts as not collected. */
export function readingOf(fact: Fact): FactReading {
  if (fact.unknown === true) return { kind: 'unknown', reason: fact.reason };
  if (fact.ageMs > factLifetimeMs(fact.fact)) return { kind: 'unknown', reason: 'not-collected' };
  return { kind: 'known', value: fact.value };
}

/** How long an observation counts, in milliseconds; it must be repeated before. */
export function factLifetimeMs(name: FactName): number {
  return readFactName(name).kind === 'os-version' ? 3_600_000 : 180_000;
}

/** The same facts after more time has passed, for a reader that kept them. */
export function agedBy(facts: readonly Fact[], elapsedMs: number): Fact[] {
  const more = Math.max(0, Math.round(elapsedMs));
  return facts.map((fact) => ({ ...fact, ageMs: fact.ageMs + more }));
}
