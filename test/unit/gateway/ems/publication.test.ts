// What the gateway tells the EMS that there is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatewayConfig } from '../../../../gateway/config/schema.ts';
import { publicationOf } from '../../../../gateway/ems/publication.ts';

const server = { ip: '10.0.0.1', port: 8080 };
const host = (name: string, more: object = {}) => ({
  ...{ name, host: `${name}.Corp.test`, 'host-type': 'exact', 'ssl-certificate': 'ems', publish: 'enable' },
  ...more,
});

function published(hosts: readonly object[], proxies: readonly object[]) {
  const config = gatewayConfig.parse({
    'traffic-forward-proxy': { addresses: ['gw.corp.test:9443', '198.51.100.7:8443'] },
    'ztna-destination': [{ name: 'files', address: 'files.corp.test', mappedport: 22 }],
    'access-proxy-virtual-host': hosts,
    'web-proxy': proxies,
  });
  return publicationOf(config).destinations.map((each) => `${each.kind} ${each.name} ${each.host}:${each.port}`);
}

const proxyOf = (virtualHost: string, more: object = {}) => ({
  name: `of-${virtualHost}`,
  'api-gateway': [{ id: 1, 'virtual-host': virtualHost, realservers: [server] }],
  ...more,
});

test('a web application is published beside the services, at the port where agents reach the gateway', () => {
  assert.deepEqual(published([host('crm')], [proxyOf('crm')]), [
    'tcp files files.corp.test:22',
    'web crm crm.corp.test:9443',
  ]);
});

test('a web proxy with a listener of its own is published at the port of that', () => {
  assert.deepEqual(
    published([host('crm')], [proxyOf('crm', { listen: '0.0.0.0:443' })])[1],
    'web crm crm.corp.test:443',
  );
});

test('a virtual host that is not to be published, or that nothing serves, is not', () => {
  assert.deepEqual(published([host('crm', { publish: 'disable' }), host('idle')], [proxyOf('crm')]), [
    'tcp files files.corp.test:22',
  ]);
});
