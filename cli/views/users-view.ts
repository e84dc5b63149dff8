// What `stile ems users` and `stile ems sign-in` show; pure.

import type { AccountSummary, ProviderSummary, SignInSummary } from '../../shared/ems/user-accounts.ts';
import { table } from './table.ts';

export function accountsView(accounts: readonly AccountSummary[]): readonly string[] {
  return table(
    ['name', 'state', 'signed in on', 'groups', 'password set', 'created'],
    accounts.map((each) => [
      each.name,
      each.state.replaceAll('-', ' '),
      `${each.devices} devices`,
      each.groups.join(', ') || 'none',
      each.passwordSet ?? 'never',
      each.created,
    ]),
    'There are no local accounts. Add one: stile ems users add <name>',
  );
}

export function signInsView(signIns: readonly SignInSummary[]): readonly string[] {
  return table(
    ['subject', 'hostname', 'OS user', 'by', 'groups', 'until', 'device'],
    signIns.map((each) => [
      each.subject,
      each.hostname,
      each.osUser,
      each.provider,
      each.groups.join(', ') || 'none',
      each.until,
      each.uid,
    ]),
    'Nobody is signed in.',
  );
}

export function signInLine({ osUser, subject, groups, provider, until }: SignInSummary): string {
  const among = groups.length === 0 ? '' : ` (${groups.join(', ')})`;
  return `${osUser} is ${subject}${among}, by ${provider}, until ${until}`;
}

export function providersView(providers: readonly ProviderSummary[], localValidForMs: number): readonly string[] {
  return table(
    ['id', 'issuer', 'client', 'subject', 'groups', 'counts for', 'signed in on'],
    [
      ['local', 'this EMS', '', 'account name', 'of the account', hours(localValidForMs), ''],
      ...providers.map((each) => [
        each.id,
        each.issuer,
        `${each.clientId}${each.hasSecret ? ' with a secret' : ''}`,
        `${each.id}:<${each.subjectClaim}>`,
        each.groupsClaim === null ? 'none' : `${each.id}:<${each.groupsClaim}>`,
        hours(each.validForMs),
        `${each.devices} devices`,
      ]),
    ],
    '',
  );
}

function hours(ms: number): string {
  return `${Math.round(ms / 360_000) / 10} h`;
}
