// Local accounts, identity providers and verified users, as administrators see them.

import { z } from 'zod';
import { signInProvider } from '../agent/sign-in.ts';
import { deviceId } from '../ids.ts';

const isoTime = z.string();

/**
 * In lower case, so that no two accounts differ by a letter's case alone; and without a colon: every subject and group of an
 * identity provider has one (`corp:anna`), and so none of them can be taken for a local one.
 */
export const accountName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.@-]{0,63}$/, 'lower-case letters, digits and _ . @ - only, at most 64')
  .brand('AccountName');
export type AccountName = z.infer<typeof accountName>;

export const localGroups = z
  .array(z.string().regex(/^[A-Za-z0-9_.@-]{1,64}$/, 'letters, digits and _ . @ - only, at most 64'))
  .max(64)
  .transform((groups) => [...new Set(groups)].sort());

/** NIST SP 800-63B-4 §3.1.1.2 asks for length and nothing else. In characters as Unicode counts them (NFC). */
export const shortestPassword = 12;
export const longestPassword = 256;
export const password = z
  .string()
  .max(1_024)
  .transform((text) => text.normalize('NFC'))
  .refine((text) => [...text].length >= shortestPassword, `at least ${shortestPassword} characters`)
  .refine((text) => [...text].length <= longestPassword, `at most ${longestPassword} characters`);

export const accountSummary = z.strictObject({
  name: accountName,
  groups: z.array(z.string()),
  state: z.enum(['active', 'without-password', 'disabled']),
  created: isoTime,
  passwordSet: isoTime.nullable(),
  /** Devices on which this account is signed in now. */
  devices: z.int(),
});
export type AccountSummary = z.infer<typeof accountSummary>;

/** A sign-in that counts now. */
export const signInSummary = z.strictObject({
  uid: deviceId,
  hostname: z.string(),
  osUser: z.string(),
  provider: signInProvider.shape.id,
  subject: z.string(),
  groups: z.array(z.string()),
  since: isoTime,
  until: isoTime,
});
export type SignInSummary = z.infer<typeof signInSummary>;

/** Shown once: where a person sets their own password. */
export const passwordLink = z.strictObject({ link: z.string(), expires: isoTime });
export type PasswordLink = z.infer<typeof passwordLink>;

/** Its subjects and groups begin with this and a colon. `local` is taken. */
export const providerId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'lower-case letters, digits and - only, at most 32')
  .refine((id) => id !== 'local', 'local is the name of the accounts of the EMS itself');

export const localProvider = 'local';

const signInLife = z
  .int()
  .min(60_000)
  .max(30 * 86_400_000);
export const usualSignInLifeMs = 12 * 3_600_000;

const claim = z.string().regex(/^[A-Za-z0-9_.:/-]{1,128}$/, 'the name of a claim');

/** Everything about an OpenID provider but the secret. */
export const oidcSettings = z.strictObject({
  id: providerId,
  title: z.string().trim().min(1).max(100),
  issuer: z.url({ protocol: /^https$/ }).max(1_024),
  clientId: z.string().min(1).max(512),
  scopes: z.array(z.string().regex(/^[!#-[\]-~]{1,128}$/)).max(16),
  /** `email` counts only where the provider says that it is verified. */
  subjectClaim: claim,
  /** Null: its users are in no groups. */
  groupsClaim: claim.nullable(),
  /** PEM of the CAs that its HTTPS is trusted by; null: those of the system. */
  ca: z.string().max(131_072).nullable(),
  validForMs: signInLife,
});
export type OidcSettings = z.infer<typeof oidcSettings>;

/** As administrators see it. */
export const providerSummary = oidcSettings.omit({ ca: true }).extend({
  kind: z.literal('oidc'),
  hasSecret: z.boolean(),
  hasOwnCa: z.boolean(),
  /** Devices on which somebody is signed in by it now. */
  devices: z.int(),
});
export type ProviderSummary = z.infer<typeof providerSummary>;

/** What the provider says of itself. */
export const discovered = z.strictObject({
  authorizationEndpoint: z.string(),
  tokenEndpoint: z.string(),
  algorithms: z.array(z.string()),
});

export const signInValidity = z.strictObject({ provider: signInProvider.shape.id, validForMs: signInLife });
