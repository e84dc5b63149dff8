// People who sign in on devices: the accounts, who is signed in, and what somebody wants who adds one; pure.

import {
  type AccountName,
  type AccountSummary,
  accountName,
  localGroups,
  type SignInSummary,
} from '../../../shared/ems/user-accounts.ts';
import type { DeviceId } from '../../../shared/ids.ts';
import { moment } from './time.ts';
import type { Label, Tone } from './tone.ts';
import { wordsOf } from './words.ts';

export interface AccountRow {
  readonly name: AccountName;
  readonly state: Label;
  readonly groups: string;
  readonly devices: string;
  readonly passwordSet: string;
  readonly isDisabled: boolean;
}

const tones: Readonly<Record<AccountSummary['state'], Tone>> = {
  active: 'good',
  'without-password': 'waiting',
  disabled: 'ended',
};

export function accountRows(accounts: readonly AccountSummary[]): readonly AccountRow[] {
  return accounts.map((each) => ({
    name: each.name,
    state: { text: each.state.replaceAll('-', ' '), tone: tones[each.state] },
    groups: each.groups.join(', ') || 'none',
    devices: String(each.devices),
    passwordSet: each.passwordSet === null ? 'never' : moment(each.passwordSet),
    isDisabled: each.state === 'disabled',
  }));
}

export interface SignInRow {
  readonly key: string;
  readonly subject: string;
  readonly uid: DeviceId;
  readonly hostname: string;
  readonly osUser: string;
  readonly by: string;
  readonly groups: string;
  readonly until: string;
}

export function signInRows(signIns: readonly SignInSummary[]): readonly SignInRow[] {
  return signIns.map((each) => ({
    key: `${each.uid} ${each.osUser}`,
    subject: each.subject,
    uid: each.uid,
    hostname: each.hostname === '' ? '(no name yet)' : each.hostname,
    osUser: each.osUser,
    by: each.provider,
    groups: each.groups.join(', ') || 'none',
    until: moment(each.until),
  }));
}

export interface TypedAccount {
  readonly name: string;
  readonly groups: string;
}

export const emptyAccount: TypedAccount = { name: '', groups: '' };

export type WantedAccount =
  | { readonly kind: 'incomplete'; readonly why: string }
  | { readonly kind: 'complete'; readonly name: AccountName; readonly groups: string[] };

export function wantedAccount(typed: TypedAccount): WantedAccount {
  const name = accountName.safeParse(typed.name.trim());
  if (!name.success)
    return { kind: 'incomplete', why: 'A name has lower-case letters, digits and _ . @ - only, at most 64.' };
  const groups = localGroups.safeParse(wordsOf(typed.groups));
  if (!groups.success) return { kind: 'incomplete', why: 'A group has letters, digits and _ . @ - only, at most 64.' };
  return { kind: 'complete', name: name.data, groups: groups.data };
}
