// Which destination a host and port mean.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalHost, findDestination } from '../../../../gateway/access/find-destination.ts';
import { parseConfig } from '../../../../gateway/config/parse.ts';

const destinations = parseConfig(
  `
traffic-forward-proxy: {addresses: [gw:1]}
ztna-destination:
  - {name: name, address: Crm.Corp.Test, mappedport: 80}
  - {name: four, address: 10.1.2.3, mappedport: 80}
  - {name: six, address: '2001:db8::1', mappedport: 80}
`,
  'test',
)['ztna-destination'];

const found = (host: string, port = 80) => findDestination(destinations, { host, port })?.name;

test('names match whole, in any case, with or without the dot of the root', () => {
  for (const host of ['crm.corp.test', 'CRM.corp.TEST', 'crm.corp.test.']) assert.equal(found(host), 'name', host);
  for (const host of ['rm.corp.test', 'x.crm.corp.test', 'crm.corp.test.evil', 'corp.test', 'crm.corp.test..', ''])
    assert.equal(found(host), undefined, host);
  assert.equal(found('crm.corp.test', 81), undefined);
});

test('an IP matches the same IP however it is written, and never a name', () => {
  assert.equal(found('10.1.2.3'), 'four');
  for (const host of ['2001:db8::1', '[2001:DB8:0::1]', '2001:db8:0:0:0:0:0:1']) assert.equal(found(host), 'six', host);
  for (const host of ['10.1.2.4', '::ffff:10.1.2.3', '2001:db8::1%eth0']) assert.equal(found(host), undefined, host);
});

test('what some resolvers take for an IP and others for a name is neither', () => {
  for (const host of ['127.1', '2130706433', '0x7f.0.0.1', '0177.0.0.1', 'a.0x7f', '1.2.3.4.5'])
    assert.equal(canonicalHost(host), null, host);
});
