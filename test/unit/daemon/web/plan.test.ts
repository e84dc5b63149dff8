// What of a profile browsers are told: nothing outside the device's own domains, whatever the EMS says.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planWeb } from '../../../../daemon/web/plan.ts';
import { type ProfileDestination, profileDestination } from '../../../../shared/ems/profile.ts';
import { createAuthority } from '../../../../shared/node/x509/authority.ts';

const domains = ['corp.test'];
const ours = await createAuthority({ role: 'web', commonName: 'Ours', days: 30, domains: ['corp.test'] });
const wide = await createAuthority({
  role: 'web',
  commonName: 'Wide',
  days: 30,
  domains: ['corp.test', 'bank.example'],
});

function destination(host: string, over: Partial<ProfileDestination> = {}): ProfileDestination {
  return profileDestination.parse({
    id: `dst_${'A'.repeat(26)}`,
    name: 'x',
    host,
    port: 9443,
    kind: 'web',
    gateways: [`gw_${'B'.repeat(26)}`],
    publish: true,
    needs: [],
    ...over,
  });
}

const plan = (destinations: readonly ProfileDestination[], webCa: string | null = null) =>
  planWeb({ destinations: [...destinations], webCa, clientIssuers: ['Corp ZTNA CA'] }, domains, Date.now());

const rows: readonly (readonly [string, ProfileDestination, readonly string[]])[] = [
  ['a web application inside our domains is protected', destination('crm.corp.test'), ['crm.corp.test:9443']],
  [
    'one that DNS leads to the gateway is protected, too',
    destination('crm.corp.test', { publish: false }),
    ['crm.corp.test:9443'],
  ],
  ['its name is told in one spelling', destination('CRM.Corp.Test.'), ['crm.corp.test:9443']],
  ['one outside is offered nothing', destination('www.bank.example'), []],
  ['one that only ends like ours is offered nothing', destination('evilcorp.test'), []],
  ['a pattern is no host', destination('*.corp.test'), []],
  ['this machine itself is no web application', destination('localhost.corp.test'), []],
  ['a TCP destination is no web application', destination('crm.corp.test', { kind: 'tcp' }), []],
  ['an HTTP destination goes through the tunnel', destination('crm.corp.test', { kind: 'http' }), []],
  ['what a newer agent must understand is left out', destination('crm.corp.test', { needs: ['telepathy'] }), []],
];

for (const [claim, given, expected] of rows)
  test(claim, () => {
    assert.deepEqual(
      plan([given]).hosts.map(({ host, port }) => `${host}:${port}`),
      expected,
    );
  });

test('two destinations of one host and port are one host', () => {
  assert.equal(plan([destination('crm.corp.test'), destination('crm.corp.test', { name: 'y' })]).hosts.length, 1);
});

test('a web CA is trusted inside our domains, refused with its reason outside, and none is none', () => {
  const trusted = plan([destination('crm.corp.test')], ours.certificatePem);
  assert.ok(trusted.ca.kind === 'trusted' && trusted.ca.commonName === 'Ours' && trusted.webCa !== null);
  const refused = plan([destination('crm.corp.test')], wide.certificatePem);
  assert.ok(refused.ca.kind === 'refused' && refused.ca.why.includes('bank.example'));
  assert.equal(refused.webCa, null);
  assert.deepEqual(plan([]).ca, { kind: 'none' });
});
