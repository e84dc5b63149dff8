import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webFindings } from '../../../../daemon/explain/web-findings.ts';
import type { Finding } from '../../../../shared/agent/agent-contract.ts';
import type { UserCertificateState } from '../../../../shared/agent/user-certificate.ts';
import type { WebState } from '../../../../shared/agent/web-state.ts';

const certificate: UserCertificateState = {
  osUser: 'anna',
  uid: 1_000,
  serial: 'A'.repeat(40),
  state: 'installed',
  detail: '',
  ends: null,
  ems: 'active',
  store: null,
  toldAt: null,
};
const chromium = { browser: 'chromium', state: 'written', place: '', detail: '' } as const;
const web: WebState = { hosts: [{ host: 'crm.corp.test', port: 9443 }], ca: { kind: 'none' }, policies: [chromium] };

const rows: readonly (readonly [string, Partial<UserCertificateState>, Finding['outcome'], RegExp])[] = [
  ['one in its place', {}, 'ok', /^$/],
  ['one that the EMS has revoked', { ems: 'revoked' }, 'problem', /gets a new one/],
  ['one that the EMS has no record of', { ems: 'absent' }, 'problem', /gets a new one/],
  ['one of the CA before', { ems: 'outdated' }, 'ok', /^$/],
  ['one that nobody has told of', { state: 'unknown', serial: null }, 'warning', /stile session/],
  ['one that waits', { state: 'waiting', detail: 'the keyring is locked' }, 'warning', /once what is said is mended/],
];

for (const [which, change, outcome, next] of rows)
  test(`a user's certificate, ${which}, is a finding: ${outcome}`, () => {
    const [finding] = webFindings({ web, userCertificates: [{ ...certificate, ...change }] });
    assert.equal(finding?.outcome, outcome);
    assert.match(finding?.next ?? '', next);
  });

test('a certificate that nobody wants is none, and browsers matter only where something is protected', () => {
  assert.deepEqual(
    webFindings({ web: { ...web, hosts: [] }, userCertificates: [{ ...certificate, state: 'none' }] }),
    [],
  );
});

test('protected applications without a browser that knows of them are a warning', () => {
  const [finding] = webFindings({
    web: { ...web, policies: [{ ...chromium, state: 'absent' }] },
    userCertificates: [],
  });
  assert.equal(finding?.outcome, 'warning');
});
