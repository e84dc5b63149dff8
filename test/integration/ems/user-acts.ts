// The verbs about users that change something: given what they can do, and asked for what cannot be done.

import { accountName, type OidcSettings } from '../../../shared/ems/user-accounts.ts';
import type { IdentityProviderDouble } from '../../doubles/identity-provider.ts';
import type { TestEms } from '../../doubles/running-ems.ts';
import type { Act, RefusedAct } from './administrator-acts.ts';

const name = accountName.parse('mira');
const password = 'a password of four words';

export function oidcAt(provider: Pick<IdentityProviderDouble, 'issuer' | 'ca'>, id = 'corp'): OidcSettings {
  return {
    id,
    title: 'Corp',
    issuer: provider.issuer,
    clientId: 'stile',
    scopes: ['profile'],
    subjectClaim: 'preferred_username',
    groupsClaim: 'groups',
    ca: provider.ca,
    validForMs: 3_600_000,
  };
}

export function allowedActsOnUsers({ admin }: TestEms, provider: IdentityProviderDouble): readonly Act[] {
  const of = (verb: Act['verb'], action: string, target: string, run: Act['run']): Act => ({
    verb,
    action,
    target,
    run,
  });
  return [
    of('addUserAccount', 'users add', name, () => admin.call('addUserAccount', { name, groups: [], password: null })),
    of('setUserGroups', 'users set-groups', name, () => admin.call('setUserGroups', { name, groups: ['staff'] })),
    of('setUserPassword', 'users set-password', name, () => admin.call('setUserPassword', { name, password })),
    of('disableUserAccount', 'users disable', name, () => admin.call('disableUserAccount', { name })),
    of('enableUserAccount', 'users enable', name, () => admin.call('enableUserAccount', { name })),
    of('endSignIns', 'users sign-out', name, () => admin.call('endSignIns', { subject: name, uid: null })),
    of('removeUserAccount', 'users remove', name, () => admin.call('removeUserAccount', { name })),
    of('addSignInProvider', 'sign-in providers add', 'corp', () =>
      admin.call('addSignInProvider', { provider: oidcAt(provider), clientSecret: 'kept', dryRun: false }),
    ),
    of('setSignInValidity', 'sign-in validity', 'corp', () =>
      admin.call('setSignInValidity', { provider: 'corp', validForMs: 60_000 }),
    ),
    of('removeSignInProvider', 'sign-in providers remove', 'corp', () =>
      admin.call('removeSignInProvider', { id: 'corp' }),
    ),
  ];
}

export function refusedActsOnUsers({ admin }: TestEms): readonly RefusedAct[] {
  const nobody = /no user account mira/;
  const of = (verb: Act['verb'], action: string, target: string, says: RegExp, run: Act['run']): RefusedAct => ({
    ...{ verb, action, target, says, run },
  });
  const nowhere = oidcAt({ issuer: 'https://localhost:1', ca: '' });
  return [
    of('setUserGroups', 'users set-groups', name, nobody, () => admin.call('setUserGroups', { name, groups: [] })),
    of('setUserPassword', 'users set-password', name, nobody, () => admin.call('setUserPassword', { name, password })),
    of('disableUserAccount', 'users disable', name, nobody, () => admin.call('disableUserAccount', { name })),
    of('enableUserAccount', 'users enable', name, nobody, () => admin.call('enableUserAccount', { name })),
    of('removeUserAccount', 'users remove', name, nobody, () => admin.call('removeUserAccount', { name })),
    of('endSignIns', 'users sign-out', '', /neither user nor device/, () =>
      admin.call('endSignIns', { subject: null, uid: null }),
    ),
    of('addSignInProvider', 'sign-in providers add', 'corp', /no PEM of certificates/, () =>
      admin.call('addSignInProvider', { provider: nowhere, clientSecret: null, dryRun: true }),
    ),
    of('addSignInProvider', 'sign-in providers add', 'corp', /cannot be reached/, () =>
      admin.call('addSignInProvider', { provider: { ...nowhere, ca: null }, clientSecret: null, dryRun: true }),
    ),
    of('setSignInValidity', 'sign-in validity', 'corp', /no sign-in provider corp/, () =>
      admin.call('setSignInValidity', { provider: 'corp', validForMs: 60_000 }),
    ),
    of('removeSignInProvider', 'sign-in providers remove', 'corp', /no sign-in provider corp/, () =>
      admin.call('removeSignInProvider', { id: 'corp' }),
    ),
  ];
}
