import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sessionView, userCertificateLines } from '../../../../cli/views/session-view.ts';
import type { StoreReport, UserCertificateState } from '../../../../shared/agent/user-certificate.ts';

const serial = 'A'.repeat(40);
const ends = '2027-01-01T00:00:00.000Z';

test('a session shows what it has, where it put it, and what it waits for', () => {
  const report: StoreReport = {
    standing: 'waiting',
    detail: 'the keyring is locked\u0007',
    serial,
    ends,
    store: {
      secrets: 'locked',
      certificates: 'ok',
      browsers: [
        { name: 'chromium: /home/anna/.pki/nssdb', installed: ['a'.repeat(64)] },
        { name: 'firefox: /home/anna/.mozilla/firefox/x', installed: [] },
      ],
    },
  };
  assert.deepEqual(sessionView(report), [
    'certificate  waiting',
    `serial       ${serial}, ends ${ends}`,
    'note         the keyring is locked\ufffd',
    'keyring      locked',
    'browsers     chromium: /home/anna/.pki/nssdb: installed',
    '             firefox: /home/anna/.mozilla/firefox/x: nothing',
  ]);
});

const state: UserCertificateState = {
  osUser: 'anna',
  uid: 1_000,
  serial,
  state: 'installed',
  detail: '',
  ends,
  ems: 'active',
  store: null,
  toldAt: null,
};

const rows: readonly (readonly [string, Partial<UserCertificateState>, string])[] = [
  ['all is well', {}, `anna: installed ${serial}, ends ${ends}`],
  ['the EMS disagrees', { ems: 'revoked' }, `anna: installed ${serial}, ends ${ends}; the EMS has it as revoked`],
  ['there is none', { serial: null, state: 'requesting', detail: 'not yet' }, 'anna: being requested (not yet)'],
];

for (const [what, change, line] of rows)
  test(`${what}: one line says it`, () => {
    assert.deepEqual(userCertificateLines([{ ...state, ...change }]), [line]);
  });
