// Which real server is chosen: by method, by status, by health, by cookie; with a clock that only moves when told.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cookieFor, serverOfCookie } from '../../../../../gateway/web/upstreams/persistence-cookie.ts';
import { balancerStage, proxyOf, servers } from './stage.ts';

const three = [1, 2, 3];

test('static: a client comes back to its server; when one goes, only its own clients move', async () => {
  await using stage = balancerStage(servers(three));
  const clients = Array.from({ length: 200 }, (_, at) => `192.0.2.${at}`);
  const home = () => clients.map((address) => stage.ports(1, { address })[0]);
  const before = home();
  assert.deepEqual(home(), before);
  for (const port of three) assert.ok(before.filter((entry) => entry === port).length > 30, `port ${port}`);
  stage.configure(servers([1, 3]));
  for (const [at, port] of home().entries()) if (before[at] !== 2) assert.equal(port, before[at]);
});

test('round-robin: each in turn', async () => {
  await using stage = balancerStage(`ldb-method: round-robin, ${servers(three)}`);
  assert.deepEqual(stage.ports(6), [1, 2, 3, 1, 2, 3]);
});

test('weighted: by weight, and never in one block', async () => {
  const weights = servers(three, (port) => `, weight: ${[5, 1, 1][port - 1]}`);
  await using stage = balancerStage(`ldb-method: weighted, ${weights}`);
  assert.deepEqual(stage.ports(7), [1, 1, 2, 1, 3, 1, 1]);
  assert.deepEqual(stage.ports(7), [1, 1, 2, 1, 3, 1, 1]);
});

test('least-session: the one with the fewest, in turn among equals', async () => {
  await using stage = balancerStage(`ldb-method: least-session, ${servers(three)}`);
  const held = [stage.choose(), stage.choose(), stage.choose()];
  assert.deepEqual(held.map((choice) => choice?.server.port).sort(), three);
  held[1]?.release();
  held[1]?.release();
  assert.equal(stage.choose()?.server.port, held[1]?.server.port);
});

test('least-rtt: the fastest; one not measured lately is measured', async () => {
  await using stage = balancerStage(`ldb-method: least-rtt, ${servers(three)}`);
  const tookMs = [30, 10, 20];
  const asked = Array.from({ length: 6 }, () => {
    const choice = stage.choose();
    choice?.answered(tookMs[(choice?.server.port ?? 0) - 1] ?? 0);
    return choice?.server.port;
  });
  assert.deepEqual(asked, [1, 2, 3, 2, 2, 2]);
  await stage.pass(61_000);
  assert.notDeepEqual(stage.ports(2), [2, 2]);
});

test('first-alive: the first in the file that may be used', async () => {
  await using stage = balancerStage(`ldb-method: first-alive, ${servers(three)}`);
  assert.deepEqual(stage.ports(2), [1, 1]);
  stage.choose()?.failed();
  assert.deepEqual(stage.ports(2), [2, 2]);
});

test('http-host: the one that is called as the request asks, or none', async () => {
  const hosts = servers(three, (port) => `, http-host: App${port}.corp.test`);
  await using stage = balancerStage(`ldb-method: http-host, ${hosts}`);
  assert.deepEqual(stage.ports(2, { host: 'app2.corp.test' }), [2, 2]);
  assert.equal(stage.choose({ host: 'app9.corp.test' }), null);
  await using alone = balancerStage(`ldb-method: http-host, ${servers([1], () => ', http-host: app1.corp.test')}`);
  assert.equal(alone.choose({ host: 'app9.corp.test' }), null);
});

test('standby is used only while no active server can be, a disabled one never', async () => {
  const status = servers(three, (port) => `, status: ${['active', 'standby', 'disable'][port - 1]}`);
  await using stage = balancerStage(`ldb-method: round-robin, ${status}`);
  assert.deepEqual(stage.ports(3), [1, 1, 1]);
  stage.choose()?.failed();
  assert.deepEqual(stage.ports(3), [2, 2, 2]);
  await stage.pass(30_000);
  assert.deepEqual(stage.ports(3), [1, 1, 1]);
});

const checked = servers([1, 2], () => ', health-check: enable');

test('a server that misses three checks is left, and used again 30 s after it answers', async () => {
  await using stage = balancerStage(`ldb-method: first-alive, ${checked}`);
  stage.answering.add(1).add(2);
  await stage.pass(20_000);
  assert.deepEqual(stage.ports(1), [1]);
  stage.answering.delete(1);
  await stage.pass(20_000);
  assert.deepEqual(stage.ports(1), [1]);
  await stage.pass(10_000);
  assert.deepEqual(stage.ports(1), [2]);
  stage.answering.add(1);
  await stage.pass(39_000);
  assert.deepEqual(stage.ports(1), [2]);
  await stage.pass(1_000);
  assert.deepEqual(stage.ports(1), [1]);
});

test('a miss while it is held down begins anew; without hold-down it is used at once', async () => {
  await using stage = balancerStage(`ldb-method: first-alive, ${checked}`);
  stage.answering.add(2);
  await stage.pass(10_000);
  stage.answering.add(1);
  await stage.pass(10_000);
  stage.answering.delete(1);
  await stage.pass(10_000);
  stage.answering.add(1);
  await stage.pass(39_000);
  assert.deepEqual(stage.ports(1), [2]);
  await stage.pass(1_000);
  assert.deepEqual(stage.ports(1), [1]);
  stage.configure(
    `ldb-method: first-alive, ${servers([1, 2], () => ', health-check: enable, holddown-interval: disable')}`,
  );
  stage.answering.delete(1);
  await stage.pass(30_000);
  assert.deepEqual(stage.ports(1), [2]);
  stage.answering.add(1);
  await stage.pass(10_000);
  assert.deepEqual(stage.ports(1), [1]);
});

test('a server that never answered is given up at its first miss', async () => {
  await using stage = balancerStage(`ldb-method: first-alive, ${checked}`);
  stage.answering.add(2);
  await stage.pass(0);
  assert.deepEqual(stage.ports(1), [2]);
});

test('where all are known to be down there is none; where nobody checks, one that failed rather than none', async () => {
  await using stage = balancerStage(`ldb-method: first-alive, ${checked}`);
  await stage.pass(0);
  assert.equal(stage.choose(), null);
  stage.configure(`ldb-method: first-alive, ${servers([8])}`);
  stage.choose()?.failed();
  assert.deepEqual(stage.ports(1), [8]);
});

test('a reload keeps what is known of servers that stay, and stops asking those that go', async () => {
  await using stage = balancerStage(`ldb-method: first-alive, ${checked}`);
  stage.answering.add(2);
  await stage.pass(10_000);
  const askedBefore = stage.asked.get(2);
  stage.configure(`ldb-method: first-alive, ${servers([1, 3], () => ', health-check: enable')}`);
  await stage.pass(0);
  stage.answering.add(3);
  assert.equal(stage.choose(), null);
  await stage.pass(20_000);
  assert.equal(stage.asked.get(2), askedBefore);
});

const sticky = `ldb-method: round-robin, persistence: http-cookie, ${servers(three)}`;
const pairOf = (setCookie: string | null | undefined) => (setCookie ?? '').split(';')[0] ?? '';

test('a browser stays with its server by a cookie that says nothing to anybody else', async () => {
  await using stage = balancerStage(sticky);
  const first = stage.choose();
  assert.match(
    first?.setCookie ?? '',
    /^stile_srv_[0-9a-f]{12}=[A-Za-z0-9_-]{27}; Path=\/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax$/,
  );
  const cookie = `theme=dark; ${pairOf(first?.setCookie)}`;
  assert.deepEqual(stage.ports(5, { cookie }), Array(5).fill(first?.server.port));
  assert.equal(stage.choose({ cookie })?.setCookie, null);
  assert.equal(stage.choose({ cookie: `${cookie}x` })?.setCookie === null, false);
});

test('when its server may not be used the browser gets another one, with a new cookie', async () => {
  await using stage = balancerStage(sticky);
  const first = stage.choose();
  const cookie = pairOf(first?.setCookie);
  first?.failed();
  const second = stage.choose({ cookie });
  assert.notEqual(second?.server.port, first?.server.port);
  assert.notEqual(second?.setCookie, null);
});

test('without persistence nobody reads or sets a cookie', async () => {
  await using stage = balancerStage(sticky);
  const cookie = pairOf(stage.choose()?.setCookie);
  stage.configure(`ldb-method: round-robin, ${servers(three)}`);
  const choice = stage.choose({ cookie });
  assert.equal(choice?.setCookie, null);
  assert.notDeepEqual(stage.ports(2, { cookie }), [1, 1]);
});

const key = Buffer.alloc(32, 7);
const made = (gateway: string, proxyName?: string, with_ = key) => {
  const [proxy, api] = proxyOf(`${gateway}, ${servers(three)}`, proxyName);
  const [, server] = api.realservers;
  assert.ok(server !== undefined);
  return pairOf(cookieFor(with_, proxy, api, server));
};
const own = `persistence: http-cookie, http-cookie-share: disable`;
/** Cookies from elsewhere, held against the proxy `crm` with `own`. */
const foreign: Readonly<Record<string, string>> = {
  'another proxy': made(own, 'wiki'),
  'an older generation': made(`${own}, http-cookie-generation: 1`),
  'another gateway`s key': made(own, 'crm', Buffer.alloc(32, 8)),
  nobody: 'stile_srv_000000000000=abc',
};

for (const [whose, cookie] of Object.entries(foreign))
  test(`a cookie of ${whose} is ignored`, () => {
    const [proxy, api] = proxyOf(`${own}, ${servers(three)}`);
    assert.equal(serverOfCookie(key, proxy, api, made(own))?.port, 2);
    assert.equal(serverOfCookie(key, proxy, api, cookie), null);
  });

test('API gateways with the same servers share a cookie only where the file says so', () => {
  for (const [share, port] of [
    ['disable', undefined],
    ['same-ip', 2],
  ] as const) {
    const [proxy, first] = proxyOf(`persistence: http-cookie, http-cookie-share: ${share}, ${servers(three)}`);
    const second = { ...first, id: 2 };
    const [, server] = first.realservers;
    assert.ok(server !== undefined);
    assert.equal(serverOfCookie(key, proxy, second, pairOf(cookieFor(key, proxy, first, server)))?.port, port);
  }
});

test('age, domain, path and security of the cookie are those of the file', () => {
  const [proxy, api] = proxyOf(
    `http-cookie-age: 0, http-cookie-domain: corp.test, http-cookie-path: /app, https-cookie-secure: disable, ${servers(three)}`,
  );
  const [server] = api.realservers;
  assert.ok(server !== undefined);
  assert.match(cookieFor(key, proxy, api, server), /^[^;]+; Path=\/app; Domain=corp\.test; HttpOnly; SameSite=Lax$/);
});
