// Users as the daemon tells of them: who has signed in at the EMS, who is about to, and what waits for it.

import { z } from 'zod';
import { failure } from './failure.ts';

const isoTime = z.string().max(40);

/** One way to sign in that the EMS offers: an account of its own (`local`), or an identity provider (`oidc`). */
export const signInProvider = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
  title: z.string().min(1).max(100),
  kind: z.enum(['local', 'oidc']),
});
export type SignInProvider = z.infer<typeof signInProvider>;

/**
 *   none ──signIn──▶ waiting ──browser came back──▶ verified ──until, sign-out──▶ none
 *                       └──refused, too late, cancelled──▶ none (with lastFailure)
 */
export const signInState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none'), lastFailure: failure.nullable() }),
  z.strictObject({ kind: z.literal('waiting'), provider: signInProvider.shape.id, until: isoTime }),
  /** Proved to the EMS; counts until then, and only on this device for this OS user. */
  z.strictObject({
    kind: z.literal('verified'),
    provider: signInProvider.shape.id,
    subject: z.string().max(256),
    groups: z.array(z.string().max(256)).max(256),
    until: isoTime,
  }),
]);
export type SignInState = z.infer<typeof signInState>;

/** One user of this device. Told to administrators, and to that user. */
export const userSignIn = z.strictObject({
  uid: z.int(),
  osUser: z.string().max(256),
  state: signInState,
  /** `host:port` of destinations whose connections are held until this user has signed in. */
  wanted: z.array(z.string().max(300)).max(64),
});
export type UserSignIn = z.infer<typeof userSignIn>;

/** Of the user who looks; where a system names no uid, the one that it was told of. */
export function ownSignIn(signIns: readonly UserSignIn[], uid: number | null): UserSignIn | null {
  return signIns.find((each) => uid === null || each.uid === uid) ?? null;
}
