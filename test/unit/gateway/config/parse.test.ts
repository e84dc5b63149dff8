// A configuration file is right, or wrong in a line that is named.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { parseConfig } from '../../../../gateway/config/parse.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';

const head = 'traffic-forward-proxy:\n  addresses: [gw.corp.test:9443]\n';

/** Text, line, and a part of the reason. */
const wrong: readonly (readonly [string, number, RegExp])[] = [
  ['', 1, /traffic-forward-proxy/],
  ['a: [\n', 2, /./],
  [`${head}  adresses: []\n`, 3, /unknown key adresses in traffic-forward-proxy/],
  [`${head}polcy: []\n`, 3, /unknown key polcy/],
  [`${head}  addresses: [x:1]\n`, 3, /unique/],
  [`${head}policy:\n  - name: a\n    action: allow\n    ztna-destination: all\n    ztna-ems-tag: none\n`, 5, /action/],
  [`${head}policy:\n  - name: a\n    action: accept\n    ztna-destination: all\n`, 4, /`none`/],
  [
    `${head}policy:\n  - name: a\n    action: accept\n    ztna-destination: [b]\n    ztna-ems-tag: none\n`,
    6,
    /no ztna-destination called b|called b/,
  ],
  [
    `${head}policy:\n  - name: a\n    action: accept\n    ztna-destination: all\n    ztna-ems-tag: []\n`,
    7,
    /ztna-ems-tag/,
  ],
  [
    `${head}ztna-destination:\n  - {name: a, address: a.test, mappedport: 1}\n  - {name: a, address: b.test, mappedport: 1}\n`,
    5,
    /taken/,
  ],
  [`${head}ztna-destination:\n  - name: a\n    address: a.test\n    mappedport: 70000\n`, 6, /mappedport/],
  [`${head}ztna-destination:\n  - name: a\n    address: 'a b'\n    mappedport: 7\n`, 5, /address/],
  [
    `${head}ztna-destination:\n  - name: a\n    address: a.test\n    mappedport: 7\n    allow-addresses:\n      - 10.0.0.0/8\n      - loopback\n`,
    9,
    /range/,
  ],
  [`${head}ztna-destination:\n  - name: a\n    address: a.test\n    mappedport: 7\n    protocol: UDP\n`, 7, /protocol/],
  [`${head}endpoint-control: {out-of-sync-threshold: 0}\n`, 3, /out-of-sync/],
  [`${head}limits:\n  streams-per-device: 0\n`, 4, /streams-per-device/],
  [`${head}limits:\n  connections-per-device: 64\n`, 4, /unknown key connections-per-device in limits/],
  [`${head}policy:\n  - name: a\n    action: accept\n    ztna-ems-tag: none\n`, 4, /ztna-destination or ztna-proxy/],
  [`${head}policy:\n  - name: a\n    action: accept\n    ztna-proxy: [b]\n    ztna-ems-tag: none\n`, 6, /no web-proxy/],
  [`${head}${virtualHost('x')}`, 6, /no certificate-local called x/],
  [`${head}${virtualHost('ems')}    publish: enable\n`, 7, /only a host of type exact/],
  [
    `${head}web-proxy:\n  - name: w\n    api-gateway:\n      - id: 1\n        virtual-host: v\n${servers('port: 80, ip: 10.0.0.1')}`,
    7,
    /no access-proxy-virtual-host called v/,
  ],
  [
    `${head}web-proxy:\n  - name: w\n    api-gateway:\n      - id: 1\n${servers('port: 80, ip: crm.test')}`,
    8,
    /not an IP/,
  ],
  [
    `${head}web-proxy:\n  - name: w\n    api-gateway:\n      - id: 1\n${servers('port: 80, addr-type: fqdn')}`,
    8,
    /address is needed/,
  ],
  [
    `${head}web-proxy:\n  - name: w\n    client-certs: enable\n    api-gateway:\n      - id: 1\n${servers('port: 80, ip: 10.0.0.1')}`,
    5,
    /unknown key client-certs/,
  ],
  [
    `${head}web-proxy:\n  - name: w\n    api-gateway:\n      - id: 1\n        url-map-type: regex\n        url-map: '(?=a)'\n${servers('port: 80, ip: 10.0.0.1')}`,
    8,
    /no look-around/,
  ],
];

function virtualHost(certificate: string): string {
  const head = 'access-proxy-virtual-host:\n  - name: v\n    host: v.test\n';
  return `${head}    ssl-certificate: ${certificate}\n`;
}

function servers(server: string): string {
  return `        realservers:\n          - {${server}}\n`;
}

for (const [text, line, why] of wrong) {
  test(`line ${line}: ${why.source}`, () => {
    assert.throws(
      () => parseConfig(text, '/etc/gw.yaml'),
      (error) => {
        assert.ok(error instanceof AppError && error.code === 'config-invalid');
        assert.equal(error.params.path, '/etc/gw.yaml');
        assert.equal(error.params.line, line, error.message);
        assert.match(String(error.params.why), why);
        return true;
      },
    );
  });
}

test('the example that comes with the gateway is right', async () => {
  const file = new URL('../../../../gateway/example.yaml', import.meta.url);
  const config = parseConfig(await readFile(file, 'utf8'), 'example.yaml');
  assert.ok(config.policy.length > 0);
});
