// What a server gets of the fields that a client sent, what the client gets back, and which trailers pass.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../../../../../gateway/config/parse.ts';
import { makeHeads } from '../../../../../gateway/web/heads/heads.ts';
import { wronglyListed } from '../../../../../gateway/web/heads/hop-by-hop.ts';
import type { Exchange, Fields } from '../../../../../gateway/web/ports.ts';
import { deviceId, gatewayId, requestId, sessionId } from '../../../../../shared/ids.ts';

const token = 'A'.repeat(26);
const heads = makeHeads(gatewayId.parse(`gw_${token}`), (claims) => JSON.stringify(claims));

function exchangeWith(over: { readonly server?: string; readonly proxy?: string } = {}): Exchange {
  const config = parseConfig(
    `
traffic-forward-proxy: {addresses: [gw:1]}
web-proxy:
  - name: crm
    ${over.proxy ?? 'relay: []'}
    api-gateway: [{id: 1, service: http, realservers: [{ip: 10.0.0.5, port: 8080${over.server ?? ''}}]}]
`,
    'test',
  );
  const [proxy] = config['web-proxy'];
  const [gateway] = proxy?.['api-gateway'] ?? [];
  const [server] = gateway?.realservers ?? [];
  assert.ok(proxy !== undefined && gateway !== undefined && server !== undefined);
  return {
    connection: {},
    origin: 'https://crm.corp.test:9443',
    authority: 'crm.corp.test:9443',
    clientAddress: '192.0.2.7',
    requestId: requestId.parse(`req_${token}`),
    sessionId: sessionId.parse(`ses_${token}`),
    asker: { uid: deviceId.parse('A'.repeat(32)), user: 'ada@corp.test', tags: ['corporate'] },
    proxy,
    gateway,
    virtualHost: null,
    server,
    upgrade: null,
  };
}

const exchange = exchangeWith();
const anonymous: Exchange = { ...exchange, asker: null };
const host: Fields = [['Host', '10.0.0.5:8080']];
const ours: Fields = [
  ['X-Forwarded-For', '192.0.2.7'],
  ['X-Forwarded-Proto', 'https'],
  ['X-Forwarded-Host', 'crm.corp.test:9443'],
  ['X-Stile-Request-Id', `req_${token}`],
];

/** Every one of them is somebody's spelling of what only the gateway may say. */
const dropped = [
  'X-Stile-Assertion',
  'x-stile-assertion',
  'X_Stile_Assertion',
  'x_stile-assertion',
  'X-Stile_Assertion',
  'X.Stile.Assertion',
  'X~Stile!Assertion',
  'X-Stile-Anything',
  'Forwarded',
  'X-Forwarded-For',
  'X_FORWARDED_FOR',
  'X-Forwarded_Host',
  'X-Forwarded-User',
  'X-Forwarded',
  'X-Real-IP',
  'Client-Cert',
  'Client_Cert-Chain',
  'X-Original-URL',
  'X_Rewrite_Url',
  'Proxy',
  'Connection',
  'Keep-Alive',
  'Proxy-Authorization',
  'TE',
  'Transfer-Encoding',
  'Transfer_Encoding',
  'Content-Length',
  'Content_Length',
  'Upgrade',
  'HTTP2-Settings',
  'Expect',
  'Host',
];

for (const name of dropped)
  test(`${name} of a client reaches no server, neither as a field nor as a trailer`, () => {
    assert.deepEqual(heads.request([[name, 'x']], anonymous), [...host, ...ours]);
    assert.deepEqual(heads.trailers([[name, 'x']]), []);
    assert.deepEqual(heads.request([['Trailer', name]], anonymous), [...host, ...ours]);
  });

test('names that Connection lists are the next hop`s alone, in whatever spelling', () => {
  const raw: Fields = [
    ['Connection', 'close, X-Secret'],
    ['connection', 'x_other'],
    ['x-secret', '1'],
    ['X_Secret', '1'],
    ['X-Other', '2'],
    ['X-Kept', '3'],
  ];
  assert.deepEqual(heads.request(raw, anonymous), [...host, ['X-Kept', '3'], ...ours]);
});

test('what the meaning of a request hangs on cannot be listed away', () => {
  for (const name of ['Host', 'content-length', 'Transfer_Encoding', 'cookie'])
    assert.notEqual(wronglyListed([['Connection', `close, ${name}`]]), null, name);
  assert.equal(wronglyListed([['Connection', 'keep-alive, Upgrade']]), null);
});

test('everything else passes in its order and spelling, repetitions included', () => {
  const raw: Fields = [
    ['accept', '*/*'],
    ['X-Stiles-Name', 'a fence'],
    ['Set-X', '1'],
    ['set-x', '2'],
    ['Authorization', 'Bearer own'],
  ];
  assert.deepEqual(heads.request(raw, anonymous), [...host, ...raw, ...ours]);
});

test('an upgrade keeps its two fields and loses the look-alikes', () => {
  const raw: Fields = [
    ['Connection', 'Upgrade, X-Forwarded-For'],
    ['Upgrade', 'websocket'],
    ['X_Stile_Assertion', 'forged'],
    ['Sec-WebSocket-Key', 'k'],
  ];
  assert.deepEqual(heads.request(raw, { ...anonymous, upgrade: 'websocket' }), [
    ...host,
    ['Sec-WebSocket-Key', 'k'],
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ...ours,
  ]);
  assert.deepEqual(heads.request(raw, anonymous), [...host, ['Sec-WebSocket-Key', 'k'], ...ours]);
});

test('100-continue, TE: trailers and the names of trailers that pass are promises the gateway keeps', () => {
  const raw: Fields = [
    ['Expect', '100-continue'],
    ['TE', 'gzip, trailers'],
    ['Trailer', 'X-Checksum, Content-Length, x_stile_assertion'],
  ];
  assert.deepEqual(heads.request(raw, anonymous), [
    ...host,
    ['Expect', '100-continue'],
    ['TE', 'trailers'],
    ['Trailer', 'x-checksum'],
    ...ours,
  ]);
});

test('cookies that HTTP/2 sent apart become one line, without those by which browsers stay with their server', () => {
  const raw: Fields = [
    ['cookie', 'a=1; stile_srv_0123456789ab=x'],
    ['accept', '*/*'],
    ['cookie', 'b=2'],
  ];
  assert.deepEqual(heads.request(raw, anonymous).slice(1, 3), [
    ['accept', '*/*'],
    ['Cookie', 'a=1; b=2'],
  ]);
  assert.deepEqual(heads.request([['Cookie', 'stile_srv_0123456789ab=x']], anonymous), [...host, ...ours]);
});

test('a device is asserted with its verified user, its tags only where the proxy relays them', () => {
  const asserted = (of: Exchange): unknown => JSON.parse(heads.request([], of).at(-1)?.[1] ?? '');
  const claims = {
    issuer: `gw_${token}`,
    audience: 'https://crm.corp.test:9443',
    session: `ses_${token}`,
    asker: { uid: 'A'.repeat(32), user: 'ada@corp.test', tags: null },
  };
  assert.deepEqual(asserted(exchange), claims);
  const relaying = exchangeWith({ proxy: 'relay: [tags]' });
  assert.deepEqual(asserted(relaying), { ...claims, asker: { ...claims.asker, tags: ['corporate'] } });
});

const hosts: Readonly<Record<string, string>> = {
  '': '10.0.0.5:8080',
  ', translate-host: disable': 'crm.corp.test:9443',
  ', http-host: intern.corp.test': 'intern.corp.test',
  ', http-host: intern.corp.test, translate-host: disable': 'intern.corp.test',
};

for (const [server, expected] of Object.entries(hosts))
  test(`a server with {${server}} is asked for ${expected}`, () => {
    assert.deepEqual(heads.request([], exchangeWith({ server }))[0], ['Host', expected]);
  });

const answers: readonly (readonly [field: readonly [string, string], expected: string])[] = [
  [['Location', 'http://10.0.0.5:8080/next?a=1'], 'https://crm.corp.test:9443/next?a=1'],
  [['Location', 'https://10.0.0.5:8080'], 'https://crm.corp.test:9443'],
  [['Location', '/next'], '/next'],
  [['Location', 'https://elsewhere.test/'], 'https://elsewhere.test/'],
  [['Location', 'http://10.0.0.5:8080.evil.test/'], 'http://10.0.0.5:8080.evil.test/'],
  [['Set-Cookie', 's=1; Domain=10.0.0.5:8080; Path=/'], 's=1; Path=/'],
  [['Set-Cookie', 's=1; Domain=corp.test'], 's=1; Domain=corp.test'],
];

for (const [field, expected] of answers)
  test(`${field.join(': ')} comes back as ${expected}`, () => {
    assert.deepEqual(heads.response([field], exchange, null)[0], [field[0], expected]);
    const asItIs = exchangeWith({ server: ', translate-host: disable' });
    assert.deepEqual(heads.response([field], asItIs, null)[0], field);
  });

test('an answer loses what was meant for one hop and what leads past the gateway, and gets request id and cookie', () => {
  const raw: Fields = [
    ['Connection', 'X-Hop'],
    ['X-Hop', '1'],
    ['Alt-Svc', 'h3=":443"'],
    ['X-Stile-Request-Id', 'forged'],
    ['Set-Cookie', 'a=1'],
  ];
  assert.deepEqual(heads.response(raw, exchange, 'stile_srv_x=y'), [
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'stile_srv_x=y'],
    ['X-Stile-Request-Id', `req_${token}`],
  ]);
});

test('only trailers that describe nothing pass', () => {
  const trailers: Fields = [
    ['X-Checksum', 'abc'],
    ['Server-Timing', 'x'],
    ['Content-Type', 'text/html'],
    ['authorization', 'x'],
    ['Cookie', 'x'],
    ['If-Match', 'x'],
    [':path', '/x'],
  ];
  assert.deepEqual(heads.trailers(trailers), trailers.slice(0, 2));
});
