// The names of facts: canonical, bounded strings, so that rule, collector and report mean the same thing by the same text.

import { z } from 'zod';

/** Every kind of fact that this release can read. `file` and `running-process` take an argument after a colon. */
export const factKinds = [
  'os-version',
  'file',
  'running-process',
  'ip-addresses',
  'firewall',
  'disk-encryption',
  'machine-key',
  'user-identity',
] as const;
export type FactKind = (typeof factKinds)[number];

/** A fact's name: a kind, or a kind, a colon and its argument. Kinds of later releases are names too. */
export const factName = z
  .string()
  .max(1_100)
  .regex(/^[a-z][a-z0-9-]{0,63}(:[^\p{Cc}]+)?$/u)
  .brand('FactName');
export type FactName = z.infer<typeof factName>;

/**
 * An absolute path in canonical form: no empty, `.` or `..` segment, no slash at the end. The Windows form starts with a
 * drive. Two spellings of one file are therefore one name.
 */
export const absolutePath = z
  .string()
  .min(2)
  .max(1_024)
  .regex(/^(?:(?:\/(?!\.{1,2}(?:\/|$))[^/\p{Cc}]+)+|[A-Za-z]:(?:\\(?!\.{1,2}(?:\\|$))[^\\/:*?"<>|\p{Cc}]+)+)$/u);

/** The name of a program as the process list shows it: a base name, never a path. */
export const processName = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^/\\\p{Cc}]+$/u);

export const osVersionFact: FactName = factName.parse('os-version');
export const ipAddressesFact: FactName = factName.parse('ip-addresses');
export const firewallFact: FactName = factName.parse('firewall');
export const diskEncryptionFact: FactName = factName.parse('disk-encryption');
/** How well the key of the device's own certificate is kept: what the agent says of itself, not what was looked at. */
export const machineKeyFact: FactName = factName.parse('machine-key');
/** Who has signed in on the device: a device tells what it heard, and the EMS puts its own record in its place. */
export const userIdentityFact: FactName = factName.parse('user-identity');

/** The fact that a file exists. Throws if the path is not canonical and absolute. */
export function fileFact(path: string): FactName {
  return factName.parse(`file:${absolutePath.parse(path)}`);
}

/** The fact that a program of this name runs. Throws if it is a path. */
export function runningProcessFact(name: string): FactName {
  return factName.parse(`running-process:${processName.parse(name)}`);
}

/** A fact's name taken apart; `unsupported` is a kind, or an argument, that this release cannot read. */
export type NamedFact =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'running-process'; readonly name: string }
  | { readonly kind: Exclude<FactKind, 'file' | 'running-process'> }
  | { readonly kind: 'unsupported' };

/** Takes a fact's name apart. */
export function readFactName(name: FactName): NamedFact {
  const colon = name.indexOf(':');
  const kind = factKinds.find((known) => known === (colon < 0 ? name : name.slice(0, colon)));
  const argument = colon < 0 ? null : name.slice(colon + 1);
  if (kind === 'file') {
    return absolutePath.safeParse(argument).success ? { kind, path: argument ?? '' } : { kind: 'unsupported' };
  }
  if (kind === 'running-process') {
    return processName.safeParse(argument).success ? { kind, name: argument ?? '' } : { kind: 'unsupported' };
  }
  return kind === undefined || argument !== null ? { kind: 'unsupported' } : { kind };
}
