// What a listener's hosts and paths mean, asked once and asked again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../../../../gateway/config/parse.ts';
import { type Site, sitesOf } from '../../../../gateway/web/sites.ts';

const server = '{ip: 10.0.0.5, port: 8080}';
const file = `
traffic-forward-proxy: {addresses: [gw:1]}
certificate-local:
  - {name: own, certificate: /own.pem, private-key: /own.key}
access-proxy-virtual-host:
  - {name: crm, host: crm.corp.test, host-type: exact, ssl-certificate: ems, client-cert: disable}
  - {name: all, host: '*.corp.test', host-type: wildcard, ssl-certificate: own}
web-proxy:
  - name: web
    api-gateway:
      - {id: 1, virtual-host: crm, url-map: /a, service: http, realservers: [${server}]}
      - {id: 2, virtual-host: all, url-map: /a, service: http, realservers: [${server}]}
      - {id: 3, virtual-host: all, url-map: /a/deep, service: http, realservers: [${server}]}
`;

function newSite(): Site {
  const site = sitesOf(parseConfig(file, 'test')).get(null);
  assert.ok(site !== undefined);
  return site;
}

const meant = (site: Site, host: string, path: string) => {
  const place = site.placeOf(host, path);
  return place.kind === 'found' ? place.gateway.id : place.kind;
};

test('of whatever has been asked before, hosts and paths mean what they mean at first', () => {
  const site = newSite();
  const asked = ['crm.corp.test', 'wiki.corp.test', 'elsewhere.test'].flatMap((host) =>
    ['/a', '/a/deep', '/b', '/a/%2e%2e/b', '/a/%2f', `/a/${'x'.repeat(600)}`].map((path) => [host, path] as const),
  );
  const first = asked.map(([host, path]) => meant(newSite(), host, path));
  assert.deepEqual(new Set(first), new Set([1, 2, 3, 'none', 'refused']));
  for (let round = 0; round < 3; round += 1) {
    for (let other = 0; other < 300; other += 1) meant(site, 'wiki.corp.test', `/a/${round}/${other}`);
    for (let again = 0; again < 2; again += 1)
      assert.deepEqual(
        asked.map(([host, path]) => meant(site, host, path)),
        first,
      );
  }
});

test('a name keeps its way to shake hands, and each host its own', () => {
  const site = newSite();
  for (let again = 0; again < 2; again += 1)
    assert.deepEqual(
      ['crm.corp.test', 'wiki.corp.test', null].map((name) => site.modeFor(name).asks),
      [false, true, true],
    );
});
