// The order of a decision: certificate, device, destination, policy.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AccessQuestion, decide } from '../../../../gateway/access/decide.ts';
import type { DeviceStanding, JudgedCertificate } from '../../../../gateway/access/device-standing.ts';
import { parseConfig } from '../../../../gateway/config/parse.ts';
import { deviceId } from '../../../../shared/ids.ts';

const config = parseConfig(
  `
traffic-forward-proxy: {addresses: [gw:1]}
ztna-destination:
  - {name: crm, address: crm.test, mappedport: 80}
  - {name: later, address: later.test, mappedport: 80, needs: [tomorrow]}
policy:
  - {name: staff, action: accept, ztna-destination: all, ztna-ems-tag: [trusted]}
`,
  'test',
);

const sound: Extract<JudgedCertificate, { kind: 'sound' }> = {
  kind: 'sound',
  uid: deviceId.parse('A'.repeat(32)),
  site: 'default',
  sha256: 'c',
  opens: 'machine',
  osUser: null,
  endsInMs: 5_000,
};
const device: DeviceStanding = {
  site: 'default',
  state: 'active',
  online: true,
  validForMs: 4_000,
  tags: ['trusted'],
  certificates: [{ sha256: 'c', kind: 'machine', state: 'active' }],
  users: [],
};
const good: AccessQuestion = {
  certificate: sound,
  device,
  view: { freshForMs: 3_000, readiness: 'ready' },
  target: { host: 'CRM.test.', port: 80 },
  reportedUser: 'anna',
};

test('an accepted access lasts as long as the first of its reasons', () => {
  const decision = decide(good, config);
  assert.deepEqual(decision.kind === 'accepted' && [decision.policy, decision.destination.name, decision.validForMs], [
    'staff',
    'crm',
    3_000,
  ]);
});

const stale = { freshForMs: 0, readiness: 'ready' } as const;
const revoked = [{ sha256: 'c', kind: 'machine', state: 'revoked' }];

/** What is different from a good question, and the code. Later rows of one question show which reason comes first. */
const rows: readonly (readonly [string, Partial<AccessQuestion>, string])[] = [
  ['no certificate', { certificate: { kind: 'none' } }, '002'],
  ['no certificate and nothing else either', { certificate: { kind: 'none' }, device: null, view: stale }, '002'],
  ['a rejected certificate', { certificate: { kind: 'rejected', why: 'chain' } }, '001'],
  ["a user's certificate", { certificate: { ...sound, opens: 'user', osUser: 'anna' } }, '001'],
  ['a certificate at its end', { certificate: { ...sound, endsInMs: 0 } }, '001'],
  ['a device nobody told of', { device: null }, '066'],
  [
    'another certificate than the one of that device',
    { device: { ...device, certificates: [{ sha256: 'd', kind: 'machine', state: 'active' }] } },
    '001',
  ],
  ['a certificate without a record', { device: { ...device, certificates: [] } }, '001'],
  [
    'a retired certificate',
    { device: { ...device, certificates: [{ ...revoked[0], sha256: 'c', kind: 'machine', state: 'retired' }] } },
    '001',
  ],
  [
    'a record of another kind',
    { device: { ...device, certificates: [{ sha256: 'c', kind: 'user', state: 'active' }] } },
    '001',
  ],
  ['a device of another site', { device: { ...device, site: 'other' } }, '001'],
  ['a revoked certificate', { device: { ...device, certificates: revoked } }, '063'],
  ['a revoked certificate in an old view', { device: { ...device, certificates: revoked }, view: stale }, '063'],
  ['a revoked device', { device: { ...device, state: 'revoked' } }, '063'],
  ['an old view', { view: stale }, '066'],
  ['an offline device', { device: { ...device, online: false } }, '067'],
  ['a device that was silent for too long', { device: { ...device, validForMs: 0 } }, '067'],
  ['an unknown destination', { target: { host: 'other.test', port: 80 } }, '022'],
  ['a name that only ends like a destination', { target: { host: 'evilcrm.test', port: 80 } }, '022'],
  ['a name below a destination', { target: { host: 'a.crm.test', port: 80 } }, '022'],
  ['another port', { target: { host: 'crm.test', port: 81 } }, '022'],
  ['a destination that needs what is not there', { target: { host: 'later.test', port: 80 } }, '062'],
  ['a missing tag', { device: { ...device, tags: [] } }, '065'],
  ['a withdrawn gateway', { view: { freshForMs: 3_000, readiness: 'withdrawn' } }, '097'],
  ['a gateway that was told nothing yet', { view: { freshForMs: 0, readiness: 'not-ready' } }, '096'],
];

for (const [what, change, code] of rows) {
  test(`${what}: ${code}`, () => {
    const decision = decide({ ...good, ...change }, config);
    assert.equal(decision.kind === 'denied' ? decision.code : 'accepted', code);
  });
}
