// Every code that the access proxy answers with, how it comes about, and what the log says of it.

import assert from 'node:assert/strict';
import { createServer as createTcp, type Server } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { createServer as createTls } from 'node:tls';
import { recordOf } from '../../../doubles/ems-for-gateway.ts';
import { askHttp2, askWeb, connectHttp2, type WebAsked } from './web-clients.ts';
import { startWebWorld, type WebWorld } from './web-world.ts';

let stage: WebWorld;
const servers: Server[] = [];

before(async () => {
  const closed = await listening(createTcp());
  const broken = await listening(createTcp((socket) => socket.once('data', () => socket.destroy())));
  await new Promise<void>((resolve) => closed.server.close(() => resolve()));
  stage = await startWebWorld();
  const stranger = await stage.world.pki.server(['app.corp.test']);
  const untrusted = await listening(createTls({ cert: stranger.certificatePem, key: stranger.keyPem }));
  servers.push(broken.server, untrusted.server);
  stage.add(proxies(closed.port, broken.port, untrusted.port), policies);
  await stage.putRight();
});
after(async () => {
  for (const server of servers) server.close();
  await stage?.[Symbol.asyncDispose]();
});
afterEach(async () => {
  put({});
  await stage.world.ems.settled();
});

const policies = `
  - {name: locked, action: deny, ztna-proxy: [locked], ztna-ems-tag: none}
  - {name: barred, action: deny, ztna-proxy: [barred], ztna-ems-tag: [trusted]}
  - {name: personal, action: accept, ztna-proxy: [personal], ztna-ems-tag: none, groups: [staff]}
  - {name: tagged, action: accept, ztna-proxy: [tagged], ztna-ems-tag: [other]}
  - {name: servers, action: accept, ztna-proxy: [servers], ztna-ems-tag: none}`;

function proxies(closed: number, broken: number, untrusted: number): string {
  const allow = 'allow-addresses: [127.0.0.0/8]';
  const gateway = (id: number, path: string, server: string, service = 'http') =>
    `      - {id: ${id}, url-map: ${path}, virtual-host: crm.corp.test, service: ${service}, realservers: [{${server}}]}`;
  const simple = (name: string) =>
    [`  - name: ${name}`, '    api-gateway:', gateway(1, `/${name}`, 'ip: 127.0.0.1, port: 9')].join('\n');
  const app = 'addr-type: fqdn, address: app.corp.test';
  return [
    ...['undecided', 'locked', 'barred', 'tagged', 'personal'].map(simple),
    '  - name: servers',
    '    api-gateway:',
    gateway(1, '/gone', `ip: 127.0.0.1, port: 9, status: disable`),
    gateway(2, '/unresolved', 'addr-type: fqdn, address: nowhere.corp.test, port: 80'),
    gateway(3, '/loopback', `${app}, port: 80`),
    gateway(4, '/closed', `${app}, port: ${closed}, ${allow}`),
    gateway(5, '/broken', `${app}, port: ${broken}, ${allow}`),
    gateway(6, '/untrusted', `${app}, port: ${untrusted}, ${allow}`, 'https'),
  ].join('\n');
}

type View = Parameters<WebWorld['world']['ems']['put']>[0];

function put(change: Partial<View> & { readonly user?: 'revoked' | 'retired' }): void {
  const { pki, ems, device } = stage.world;
  const { user = 'active', ...rest } = change;
  const certificates = [recordOf(pki, device), recordOf(pki, stage.user, { osUser: 'anna', state: user })];
  ems.put({ uid: pki.uid, state: 'active', online: true, tags: ['trusted'], certificates, ...rest });
}

const guest = { osUser: 'anna', subject: 'anna@guest.test', groups: ['guests'], validForMs: 60_000 };

/** Code, how it comes about, what is asked, what the view says, and FortiOS's event where it has one. */
const rows: readonly (readonly [
  string,
  string,
  WebAsked,
  Parameters<typeof put>[0] | 'no such device',
  string | null,
])[] = [
  ['001', 'a certificate that was replaced', {}, { user: 'retired' }, '60511'],
  ['021', 'a host that no proxy serves', { host: 'other.corp.test', certified: 'any' }, {}, '60522'],
  ['022', 'no server that may be used', { path: '/gone' }, {}, '60522'],
  ['023', 'a server whose name does not resolve', { path: '/unresolved' }, {}, '60522'],
  ['061', 'no policy', { path: '/undecided' }, {}, '60511'],
  ['062', 'a policy that denies', { path: '/locked' }, {}, '60511'],
  ['063', 'a revoked certificate', {}, { user: 'revoked' }, '60511'],
  ['063', 'a revoked device', {}, { state: 'revoked' }, '60511'],
  ['064', 'a tag that is barred', { path: '/barred' }, {}, '60511'],
  ['065', 'a tag that is missing', { path: '/tagged' }, {}, '60511'],
  ['066', 'a device that nobody knows', {}, 'no such device', '60511'],
  ['067', 'a device that is offline', {}, { online: false }, '60511'],
  ['099', 'a policy for users, of whom nobody is verified', { path: '/personal' }, {}, '60511'],
  ['061', 'a policy for others', { path: '/personal' }, { users: [guest] }, '60511'],
  ['081', 'a server at an address that is never dialled', { path: '/loopback' }, {}, null],
  ['082', 'a server that does not listen', { path: '/closed' }, {}, null],
  ['085', 'a server whose certificate is not to be trusted', { path: '/untrusted' }, {}, null],
  ['086', 'a server that breaks off', { path: '/broken' }, {}, null],
  ['091', 'a path that servers read differently', { path: '/a/..%2fb' }, {}, null],
  [
    '095',
    'a host of another certificate',
    { host: 'accept.corp.test', servername: 'crm.corp.test', certified: 'any' },
    {},
    null,
  ],
];

for (const [code, what, asked, view, event] of rows)
  test(`${code}: ${what}`, async () => {
    if (view === 'no such device') stage.world.ems.remove(stage.world.pki.uid);
    else put(view);
    await stage.world.ems.settled();
    const before = stage.world.accessLog.length;
    const answer = await askWeb(stage.world, { shown: stage.user, ...asked });
    assert.equal(answer.code, code, answer.body);
    assert.match(String(answer.headers['x-stile-request-id']), /^req_/);
    const lines = stage.world.accessLog.slice(before).filter((line) => line.code === code);
    const [traffic] = lines.filter(({ type }) => type === 'traffic');
    assert.equal(traffic?.requestid, answer.headers['x-stile-request-id']);
    const events = lines.filter(({ type }) => type === 'event').map(({ logid }) => String(logid).slice(-5));
    assert.deepEqual(events, event === null ? [] : [event]);
  });

test('over HTTP/2 a refusal leaves the connection, unless its certificate is the cause', async () => {
  const session = await connectHttp2(stage.world, stage.user);
  assert.equal((await askHttp2(session, { ':path': '/locked' })).code, '062');
  assert.equal((await askHttp2(session, { ':path': '/', ':authority': 'accept.corp.test' })).code, '095');
  assert.equal((await askHttp2(session, { ':path': '/' })).status, 200);
  put({ user: 'revoked' });
  await stage.world.ems.settled();
  const closed = new Promise((resolve) => session.once('close', resolve));
  assert.equal((await askHttp2(session, { ':path': '/' })).code, '063');
  await closed;
});

test('a request that was carried is told with who, where and through which policy', async () => {
  await askWeb(stage.world, { shown: stage.user, path: '/some?secret=1', headers: { referer: 'https://a.test/x?y' } });
  const line = stage.world.accessLog.at(-1) ?? {};
  const { accessproxy, vip, gatewayid, realserverid, policyid, policyname, clientdeviceid, clientdevicetags } = line;
  assert.deepEqual(
    { accessproxy, vip, gatewayid, realserverid, policyid, policyname, clientdeviceid, clientdevicetags },
    {
      accessproxy: 'crm',
      vip: 'crm.corp.test',
      gatewayid: 1,
      realserverid: 1,
      policyid: 1,
      policyname: 'staff',
      clientdeviceid: stage.world.pki.uid,
      clientdevicetags: 'trusted',
    },
  );
  assert.deepEqual(
    [line.clientdevicemanageable, line.clientcert, line.httpmethod, line.url, line.referralurl, line.service],
    ['manageable', stage.user.serial, 'GET', 'https://crm.corp.test/some', 'https://a.test/x', 'web-request'],
  );
});

test('a device asks what the gateway holds of it, with either of its certificates', async () => {
  const { world, user } = stage;
  const asUser = JSON.parse((await askWeb(world, { shown: user, path: '/.stile/whoami' })).body);
  const asMachine = JSON.parse(
    (await askWeb(world, { shown: world.device, host: 'gw.corp.test', path: '/.stile/whoami' })).body,
  );
  assert.deepEqual(
    [asUser.uid, asUser.kind, asUser.osUser, asUser.serial],
    [world.pki.uid, 'user', 'anna', user.serial],
  );
  assert.deepEqual([asMachine.uid, asMachine.kind, asMachine.serial], [world.pki.uid, 'machine', world.device.serial]);
  assert.deepEqual(
    asUser.certificates.map(({ serial, state }: { serial: string; state: string }) => [serial, state]),
    [
      [world.device.serial, 'active'],
      [user.serial, 'active'],
    ],
  );
  assert.ok(asUser.viewAgeMs >= 0 && asUser.revision > 0);
  put({ user: 'revoked' });
  await world.ems.settled();
  assert.equal((await askWeb(world, { shown: user, path: '/.stile/whoami' })).status, 200);
  assert.equal((await askWeb(world, { path: '/.stile/whoami' })).code, '002');
});

async function listening(server: Server): Promise<{ readonly server: Server; readonly port: number }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('no port');
  return { server, port: bound.port };
}
