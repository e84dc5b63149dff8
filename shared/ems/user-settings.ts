// Administrator ↔ EMS: the verbs about users who sign in on devices.

import { z } from 'zod';
import { deviceId } from '../ids.ts';
import { command } from '../wire/define-contract.ts';
import {
  accountName,
  accountSummary,
  discovered,
  localGroups,
  oidcSettings,
  password,
  passwordLink,
  providerId,
  providerSummary,
  signInSummary,
  signInValidity,
} from './user-accounts.ts';

const nothing = z.strictObject({});
const admin = { rights: 'admin' } as const;
const read = { rights: 'read' } as const;
const ended = z.strictObject({ ended: z.int() });

/** Null: a link is made by which the person sets it. */
const givenPassword = z.strictObject({ name: accountName, password: password.nullable() });
const link = z.strictObject({ link: passwordLink.nullable() });

export const userSettings = {
  userAccounts: command(nothing, z.strictObject({ accounts: z.array(accountSummary) }), read),
  showUserAccount: command(
    z.strictObject({ name: accountName }),
    accountSummary.extend({ signIns: z.array(signInSummary) }),
    read,
  ),
  addUserAccount: command(givenPassword.extend({ groups: localGroups }), link, admin),
  /** Replaces them; who is signed in keeps the sign-in, with the new groups. */
  setUserGroups: command(z.strictObject({ name: accountName, groups: localGroups }), nothing, admin),
  /** Ends what was proved by the one before. */
  setUserPassword: command(givenPassword, link, admin),
  /** Signs out everywhere; enabling signs in nobody. */
  disableUserAccount: command(z.strictObject({ name: accountName }), ended, admin),
  enableUserAccount: command(z.strictObject({ name: accountName }), nothing, admin),
  removeUserAccount: command(z.strictObject({ name: accountName }), ended, admin),
  /** Everybody who is signed in now. */
  signIns: command(nothing, z.strictObject({ signIns: z.array(signInSummary) }), read),
  /** Ends the sign-ins of a subject, of a device, or of a subject on a device. */
  endSignIns: command(
    z.strictObject({ subject: z.string().max(256).nullable(), uid: deviceId.nullable() }),
    ended,
    admin,
  ),
  signInProviders: command(
    nothing,
    z.strictObject({ providers: z.array(providerSummary), local: signInValidity.pick({ validForMs: true }) }),
    read,
  ),
  /** Asks the provider first; `dryRun` does nothing more. The secret is kept and never shown. */
  addSignInProvider: command(
    z.strictObject({
      provider: oidcSettings,
      clientSecret: z.string().min(1).max(1_024).nullable(),
      dryRun: z.boolean(),
    }),
    z.strictObject({ discovered }),
    admin,
  ),
  /** Whoever signed in by it is signed out. */
  removeSignInProvider: command(z.strictObject({ id: providerId }), ended, admin),
  /** How long sign-ins count from now on, of a provider or of the local accounts (`local`). */
  setSignInValidity: command(signInValidity, nothing, admin),
};
