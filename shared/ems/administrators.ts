// Administrators of an EMS and how they sign in, as the contract and the console's own routes carry it.

import { z } from 'zod';
import type { Rights } from '../wire/define-contract.ts';

/** A person who signs in from elsewhere; on the EMS's own machine the kernel says who calls, and nobody needs one. */
export const administratorName = z
  .string()
  .regex(/^[A-Za-z0-9_.@-]{1,64}$/, 'letters, digits and _ . @ - only, at most 64')
  .brand('AdministratorName');
export type AdministratorName = z.infer<typeof administratorName>;

export const administratorRole = z.enum(['admin', 'viewer']);
export type AdministratorRole = z.infer<typeof administratorRole>;

/** What each role may; a right that stands nowhere is given to nobody. */
export const rightsOf: Readonly<Record<AdministratorRole, readonly Rights[]>> = {
  admin: ['read', 'user', 'admin'],
  viewer: ['read'],
};

export const administratorSummary = z.strictObject({
  name: administratorName,
  role: administratorRole,
  created: z.string(),
  /** Browsers that are signed in, and tokens that are good. */
  sessions: z.int(),
  tokens: z.int(),
  lastSeen: z.string().nullable(),
});
export type AdministratorSummary = z.infer<typeof administratorSummary>;

/** Shown once: the secret is in the part after `#`, which no browser sends in a request line. */
export const signInLink = z.strictObject({
  name: administratorName,
  role: administratorRole,
  link: z.string(),
  expires: z.string(),
});
export type SignInLink = z.infer<typeof signInLink>;

export const apiToken = z.strictObject({ name: administratorName, token: z.string(), expires: z.string() });

const secret = z.string().min(1).max(64);

/** The console's routes besides the contract's commands. */
export const consolePaths = {
  look: '/api/sign-in/look',
  signIn: '/api/sign-in',
  signOut: '/api/sign-out',
  session: '/api/session',
  openapi: '/api/openapi.json',
  ca: '/ca',
  /** Where a link leads. */
  signInPage: '/sign-in',
  /** Every command of the contract: POST its parameters to this and its name. */
  commands: '/api/v1/',
} as const;

/** What a request says of itself when no person made it: it does not keep a session from idling. */
export const backgroundHeader = 'x-stile-background';

export const lookRequest = z.strictObject({ secret });
export const lookReply = z.strictObject({ name: administratorName, role: administratorRole });

/** `session` answers with a cookie, for browsers; `token` with a token, for programs. */
export const signInRequest = z.strictObject({ secret, as: z.enum(['session', 'token']) });
export const signInReply = z.discriminatedUnion('as', [
  z.strictObject({ as: z.literal('session'), name: administratorName, role: administratorRole }),
  apiToken.extend({ as: z.literal('token') }),
]);

export const sessionReply = z.strictObject({
  name: administratorName,
  role: administratorRole,
  ems: z.string(),
  epoch: z.string(),
  /** Rises with every change; who has seen this one has nothing to fetch. */
  revision: z.int(),
  endsInMs: z.int(),
});
export type SessionReply = z.infer<typeof sessionReply>;
