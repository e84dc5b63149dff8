import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { auditRows } from '../../../../ems/console/views/audit.ts';
import { endpointRows, everyEndpoint, tagsAmong } from '../../../../ems/console/views/endpoints.ts';
import { approvalOf, gatewayRows } from '../../../../ems/console/views/gateways.ts';
import { emptyInvitation, invitationRows, wantedInvitation } from '../../../../ems/console/views/invitations.ts';
import { isWithin, placeOf } from '../../../../ems/console/views/places.ts';
import { ago, duration, moment } from '../../../../ems/console/views/time.ts';
import { accountRows, signInRows, wantedAccount } from '../../../../ems/console/views/users.ts';
import type { GatewaySummary } from '../../../../shared/ems/admin-contract.ts';
import { gatewaySummary } from '../../../../shared/ems/admin-contract.ts';
import type { EndpointSummary } from '../../../../shared/ems/endpoints.ts';
import { endpointSummary } from '../../../../shared/ems/endpoints.ts';
import { accountName } from '../../../../shared/ems/user-accounts.ts';
import { deviceId } from '../../../../shared/ids.ts';

const now = Date.parse('2026-11-27T12:00:00.000Z');

function endpoint(changes: Partial<Record<keyof EndpointSummary, unknown>> = {}): EndpointSummary {
  return endpointSummary.parse({
    uid: 'A'.repeat(32),
    site: 'default',
    hostname: 'laptop',
    os: 'linux Debian 12',
    online: true,
    state: 'active',
    tags: ['managed'],
    serial: '0F'.repeat(20),
    certificate: 'active',
    verifiedUsers: 0,
    disconnected: null,
    lastReport: '2026-11-27T11:58:00.000Z',
    ...changes,
  });
}

describe('the list of endpoints', () => {
  const all = [
    endpoint(),
    endpoint({ uid: 'B'.repeat(32), hostname: 'desk', online: false, tags: [], lastReport: null, serial: '' }),
    endpoint({ uid: 'C'.repeat(32), hostname: '', state: 'cloned', tags: ['managed', 'encrypted'] }),
  ];
  const names = (filter: object) =>
    endpointRows(all, { ...everyEndpoint, ...filter }, now).map(({ uid }) => uid.slice(0, 1));

  for (const { filter, left } of [
    { filter: {}, left: ['A', 'B', 'C'] },
    { filter: { search: 'DESK' }, left: ['B'] },
    { filter: { search: ' debian  laptop ' }, left: ['A'] },
    { filter: { search: '0f0f' }, left: ['A', 'C'] },
    { filter: { search: 'bbbb' }, left: ['B'] },
    { filter: { search: '(.*' }, left: [] },
    { filter: { tag: 'encrypted' }, left: ['C'] },
    { filter: { state: 'cloned' }, left: ['C'] },
    { filter: { isOnlineOnly: true }, left: ['A', 'C'] },
    { filter: { isOnlineOnly: true, state: 'active', tag: 'managed', search: 'lap' }, left: ['A'] },
  ])
    test(`filtered by ${JSON.stringify(filter)} holds ${left.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(names(filter), left);
    });

  test('says what is missing instead of leaving a gap', () => {
    const [, desk, nameless] = endpointRows(all, everyEndpoint, now);
    assert.deepEqual([desk?.serial, desk?.lastSeen, desk?.presence.text], ['none', 'never', 'offline']);
    assert.deepEqual([nameless?.hostname, nameless?.state.tone], ['(no name yet)', 'bad']);
  });

  test('offers every tag once', () => {
    assert.deepEqual(tagsAmong(all), ['encrypted', 'managed']);
  });
});

describe('gateways', () => {
  const gateway = (state: GatewaySummary['state']): GatewaySummary =>
    gatewaySummary.parse({
      id: `gw_${'A'.repeat(26)}`,
      state,
      keyFingerprint: '0a1b'.repeat(16),
      names: ['gw.corp.test'],
      sites: ['default'],
      webHosts: [],
      addresses: [],
      connected: false,
      appliedRevision: null,
      destinations: 0,
    });

  test('that wait come first, and only they can be approved', () => {
    const rows = gatewayRows([gateway('withdrawn'), gateway('approved'), gateway('pending')]);
    assert.deepEqual(
      rows.map(({ state, may }) => [state.text, may.approve, may.withdraw]),
      [
        ['pending', true, true],
        ['approved', false, true],
        ['withdrawn', false, false],
      ],
    );
    assert.match(rows[0]?.fingerprint ?? '', /^0A1B 0A1B /);
  });

  for (const { typed, kind } of [
    { typed: { names: 'gw.corp.test', sites: 'default', isCompared: true }, kind: 'complete' },
    { typed: { names: 'gw.corp.test', sites: 'default', isCompared: false }, kind: 'incomplete' },
    { typed: { names: ' , ', sites: 'default', isCompared: true }, kind: 'incomplete' },
    { typed: { names: 'gw.corp.test', sites: '', isCompared: true }, kind: 'incomplete' },
  ])
    test(`typed as ${JSON.stringify(typed)} the approval is ${kind}`, () => {
      assert.equal(approvalOf(typed).kind, kind);
    });

  test('several names are taken however they are separated', () => {
    const approval = approvalOf({ names: 'a.test, b.test  a.test', sites: 'x,y', isCompared: true });
    assert.deepEqual(approval, { kind: 'complete', names: ['a.test', 'b.test'], sites: ['x', 'y'] });
  });
});

describe('invitations', () => {
  test('are revocable while they are open', () => {
    const summary = { id: 'inv', role: 'device' as const, domains: [], uses: 2, used: 1, note: '', serials: null };
    const rows = invitationRows(
      (['open', 'used', 'expired', 'revoked'] as const).map((state) => ({
        ...summary,
        site: endpoint().site,
        expires: '2026-11-27T12:00:00.000Z',
        state,
      })),
    );
    assert.deepEqual(
      rows.map(({ isRevocable, used, expires }) => [isRevocable, used, expires]),
      [true, false, false, false].map((is) => [is, '1 of 2', '2026-11-27 12:00 UTC']),
    );
    const [bound] = invitationRows([
      {
        ...summary,
        site: endpoint().site,
        expires: '2026-11-27T12:00:00.000Z',
        state: 'open',
        serials: { total: 2, left: 1 },
      },
    ]);
    assert.equal(bound?.used, '1 of 2, 1 of 2 serial numbers left');
  });

  for (const [typed, kind] of [
    [{ domains: 'corp.test' }, 'complete'],
    [{ domains: '' }, 'incomplete'],
    [{ domains: 'corp.test', uses: '0' }, 'incomplete'],
    [{ domains: 'corp.test', uses: '1.5' }, 'incomplete'],
    [{ domains: 'corp.test', uses: 'many' }, 'incomplete'],
    [{ domains: 'corp.test', lifetime: 'for ever' }, 'incomplete'],
  ] as const)
    test(`of ${JSON.stringify(typed)} are ${kind}`, () => {
      assert.equal(wantedInvitation({ ...emptyInvitation, ...typed }).kind, kind);
    });
});

describe('addresses', () => {
  for (const [path, kind] of [
    ['/', 'endpoints'],
    ['/endpoints', 'endpoints'],
    [`/endpoints/${'A'.repeat(32)}`, 'endpoint'],
    ['/endpoints/<script>', 'nowhere'],
    [`/endpoints/${'A'.repeat(32)}/more`, 'nowhere'],
    ['/gateways', 'gateways'],
    ['/gateways/x', 'nowhere'],
    ['/constructor', 'nowhere'],
    ['/sign-in', 'sign-in'],
  ] as const)
    test(`${path} is ${kind}`, () => {
      assert.equal(placeOf(path).kind, kind);
    });

  test('the page of one device is within the endpoints', () => {
    assert.deepEqual(
      ['/', '/endpoints/A', '/endpointsX', '/audit'].map((path) => isWithin(path, '/endpoints')),
      [true, true, false, false],
    );
  });
});

test('times are told in the largest unit, and the same for everybody', () => {
  assert.deepEqual([0, 59_999, 60_000, 7_200_000, 200_000_000].map(duration), ['0 s', '59 s', '1 min', '2 h', '2 d']);
  // A clock of the browser that is behind the EMS's.
  assert.equal(ago('2026-11-27T12:00:09.000Z', now), '0 s ago');
  assert.equal(moment('2026-11-27T13:05:59.000+01:00'), '2026-11-27 12:05 UTC');
});

test('audit entries that are alike in everything are told apart', () => {
  const entry = {
    at: '2026-11-27T12:00:00.000Z',
    actor: 'a',
    action: 'b',
    target: 'c',
    outcome: 'refused',
    detail: '',
  } as const;
  const rows = auditRows([entry, entry]);
  assert.equal(new Set(rows.map(({ key }) => key)).size, 2);
  assert.equal(rows[0]?.outcome.tone, 'bad');
});

const at = '2026-11-27T12:00:00.000Z';

test('accounts and sign-ins say who may sign in, who is, and until when', () => {
  const [account] = accountRows([
    {
      name: accountName.parse('anna'),
      groups: ['sales', 'staff'],
      state: 'without-password',
      created: at,
      passwordSet: null,
      devices: 0,
    },
  ]);
  assert.deepEqual(account, {
    name: 'anna',
    state: { text: 'without password', tone: 'waiting' },
    groups: 'sales, staff',
    devices: '0',
    passwordSet: 'never',
    isDisabled: false,
  });
  const uid = deviceId.parse('A'.repeat(32));
  const [signIn] = signInRows([
    { uid, hostname: '', osUser: 'mira', provider: 'corp', subject: 'corp:anna', groups: [], since: at, until: at },
  ]);
  assert.deepEqual(
    [signIn?.hostname, signIn?.groups, signIn?.until],
    ['(no name yet)', 'none', '2026-11-27 12:00 UTC'],
  );
});

const typedAccounts = [
  {
    typed: { name: ' anna ', groups: 'staff, sales staff' },
    is: { kind: 'complete', name: 'anna', groups: ['sales', 'staff'] },
  },
  { typed: { name: 'Anna', groups: '' }, is: 'name' },
  { typed: { name: 'anna', groups: 'corp:sales' }, is: 'group' },
];
for (const { typed, is } of typedAccounts)
  test(`an account typed as ${typed.name} in ${typed.groups || 'no groups'} is ${typeof is === 'string' ? 'told what is wrong' : 'taken'}`, () => {
    const wanted = wantedAccount(typed);
    if (typeof is !== 'string') assert.deepEqual(wanted, is);
    else assert.match(wanted.kind === 'incomplete' ? wanted.why : '', new RegExp(`^A ${is} has`));
  });
