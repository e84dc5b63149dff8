// Each way to choose a real server, at the running gateway with real servers.

import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, before, test } from 'node:test';
import { freePort } from '../../../doubles/free-port.ts';
import { type BalancedWorld, type NamedServer, startBalancedWorld } from './balanced-world.ts';
import { askWeb } from './web-clients.ts';

let stage: BalancedWorld;
before(async () => {
  stage = await startBalancedWorld();
});
after(() => stage?.[Symbol.asyncDispose]());

const all = [0, 1, 2] as const;

/** The place of the server that answered, from 0; or the code of a refusal. */
async function answeredBy(path: string, over: { readonly host?: string; readonly cookie?: string } = {}) {
  const { host = 'lb.corp.test', cookie } = over;
  const answer = await askWeb(stage.world, {
    certified: 'any',
    host,
    path,
    headers: cookie === undefined ? {} : { cookie },
  });
  return answer.code ?? stage.servers.findIndex((server) => String(server.port) === answer.body);
}

async function inTurn(count: number, path: string, over: Parameters<typeof answeredBy>[1] = {}) {
  const places: (number | string)[] = [];
  for (let turn = 0; turn < count; turn += 1) places.push(await answeredBy(path, over));
  return places;
}

test('static: one client, one server', async () => {
  await stage.configure({ '/': `ldb-method: static, ${stage.realservers(all)}` });
  assert.equal(new Set(await inTurn(4, '/')).size, 1);
});

test('round-robin: each in turn', async () => {
  await stage.configure({ '/': `ldb-method: round-robin, ${stage.realservers(all)}` });
  assert.deepEqual(await inTurn(6, '/'), [0, 1, 2, 0, 1, 2]);
});

test('weighted: by weight', async () => {
  const weights = stage.realservers(all, (place) => `, weight: ${[2, 1, 1][place]}`);
  await stage.configure({ '/': `ldb-method: weighted, ${weights}` });
  assert.deepEqual((await inTurn(8, '/')).sort(), [0, 0, 0, 0, 1, 1, 2, 2]);
});

test('least-session: past those that are busy', async () => {
  await stage.configure({ '/': `ldb-method: least-session, ${stage.realservers(all)}` });
  const held = stage.servers.slice(0, 2).map(holdNext);
  const busy = [answeredBy('/'), answeredBy('/')];
  await Promise.all(held.map(({ asked }) => asked));
  assert.deepEqual(await inTurn(3, '/'), [2, 2, 2]);
  for (const { release } of held) release();
  assert.deepEqual((await Promise.all(busy)).sort(), [0, 1]);
});

test('least-rtt: the fastest, once all are measured', async () => {
  await stage.configure({ '/': `ldb-method: least-rtt, ${stage.realservers([0, 1])}` });
  const [slow] = stage.servers;
  const own = slow.serve;
  slow.serve = (request, response) => void setTimeout(() => own(request, response), 500);
  const places = await inTurn(6, '/');
  slow.serve = own;
  assert.deepEqual(places.slice(2), [1, 1, 1, 1]);
});

const checks = ['tcp-connect', 'http', 'ping'] as const;
for (const check of checks)
  test(`first-alive: the first that a check by ${check} finds well`, async () => {
    const gone = await freePort('127.0.0.1');
    const checked = `health-check: enable, health-check-proto: ${check}`;
    // Nobody answers a ping of a name that nobody has.
    const dead =
      check === 'ping'
        ? `{addr-type: fqdn, address: gone.corp.test, port: ${gone}, ${checked}}`
        : `{ip: 127.0.0.1, allow-addresses: [127.0.0.0/8], port: ${gone}, ${checked}}`;
    const alive = stage.realservers([1, 2], () => `, ${checked}`).slice('realservers: ['.length);
    await stage.configure({ '/': `ldb-method: first-alive, realservers: [${dead}, ${alive}` });
    while ((await answeredBy('/')) !== 1);
    assert.deepEqual(await inTurn(3, '/'), [1, 1, 1]);
  });

test('a server that answers its check with an error is not used', async () => {
  const [broken] = stage.servers;
  const own = broken.serve;
  broken.serve = (request, response) => {
    if (request.url === '/') response.statusCode = 500;
    own(request, response);
  };
  const checked = stage.realservers(all, () => ', health-check: enable, health-check-proto: http');
  await stage.configure({ '/': `ldb-method: first-alive, ${checked}` });
  while ((await answeredBy('/x')) === 0);
  assert.deepEqual(await inTurn(3, '/x'), [1, 1, 1]);
  broken.serve = own;
});

test('http-host: the server that is called as the request asks; else 022', async () => {
  const hosts = stage.realservers(all, (place) => `, http-host: app${place}.corp.test`);
  await stage.configure({ '/': `ldb-method: http-host, ${hosts}` });
  assert.equal(await answeredBy('/', { host: 'app2.corp.test' }), 2);
  assert.equal(await answeredBy('/', { host: 'APP1.corp.test:9443' }), 1);
  assert.equal(await answeredBy('/', { host: 'app9.corp.test' }), '022');
});

test('a standby server only while no active one can be used, a disabled one never', async () => {
  const gone = await freePort('127.0.0.1');
  const active = `{ip: 127.0.0.1, allow-addresses: [127.0.0.0/8], port: ${gone}, health-check: enable}`;
  const others = stage
    .realservers([1, 2], (place) => `, status: ${place === 1 ? 'disable' : 'standby'}`)
    .slice('realservers: ['.length);
  await stage.configure({ '/': `ldb-method: first-alive, realservers: [${active}, ${others}` });
  while ((await answeredBy('/')) !== 2);
  await stage.configure({
    '/': `ldb-method: round-robin, ${stage.realservers(all, (place) => `, status: ${['active', 'standby', 'disable'][place]}`)}`,
  });
  assert.deepEqual(await inTurn(3, '/'), [0, 0, 0]);
  await stage.configure({ '/': `${stage.realservers(all, () => ', status: disable')}` });
  assert.equal(await answeredBy('/'), '022');
});

test('a server that does not answer costs one request, and the next goes to another', async () => {
  const gone = await freePort('127.0.0.1');
  const dead = `{ip: 127.0.0.1, allow-addresses: [127.0.0.0/8], port: ${gone}}`;
  const alive = stage.realservers([1]).slice('realservers: ['.length);
  await stage.configure({ '/': `ldb-method: first-alive, realservers: [${dead}, ${alive}` });
  assert.deepEqual(await inTurn(3, '/'), ['082', 1, 1]);
});

test('paths: the most specific map wins, and what servers would read differently is refused', async () => {
  await stage.configure({
    '/': stage.realservers([0]),
    '/api': stage.realservers([1]),
    "'^/api/v[0-9]+/'": `url-map-type: regex, ${stage.realservers([2])}`,
  });
  assert.deepEqual(
    [
      await answeredBy('/x'),
      await answeredBy('/api/x'),
      await answeredBy('/api/v2/x'),
      await answeredBy('/api%2Fv2/x'),
    ],
    [0, 1, 2, '091'],
  );
});

test('a browser stays with its server by a cookie that the server does not see and nobody can read', async () => {
  const sticky = `ldb-method: round-robin, persistence: http-cookie, ${stage.realservers(all)}`;
  await stage.configure({ '/': sticky });
  const first = await askWeb(stage.world, { certified: 'any', host: 'lb.corp.test' });
  const cookie = first.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  assert.match(
    first.headers['set-cookie']?.[0] ?? '',
    /^stile_srv_\w{12}=[\w-]{27}; Path=\/; Max-Age=3600; Secure; HttpOnly/,
  );
  assert.doesNotMatch(Buffer.from(cookie.split('=')[1] ?? '', 'base64url').toString('latin1'), /127|\d{5}/);
  const seen: (string | undefined)[] = [];
  for (const server of stage.servers) {
    const own = server.serve;
    server.serve = (request, response) => {
      seen.push(request.headers.cookie);
      own(request, response);
    };
  }
  const mine = await inTurn(3, '/', { cookie: `a=1; ${cookie}` });
  assert.deepEqual(
    mine.map((place) => stage.servers[Number(place)]?.port),
    Array(3).fill(Number(first.body)),
  );
  assert.deepEqual(seen, ['a=1', 'a=1', 'a=1']);
  await stage.configure({ '/': `${sticky}, http-cookie-generation: 1` });
  const later = await askWeb(stage.world, { certified: 'any', host: 'lb.corp.test', headers: { cookie } });
  assert.notEqual(later.headers['set-cookie'], undefined);
});

/** Holds the next request to a server until it is released. */
function holdNext(server: NamedServer): { readonly asked: Promise<void>; release(): void } {
  const own = server.serve;
  const asked = Promise.withResolvers<void>();
  let held: readonly [IncomingMessage, ServerResponse] | null = null;
  server.serve = (...exchange) => {
    held = exchange;
    server.serve = own;
    asked.resolve();
  };
  return {
    asked: asked.promise,
    release: () => {
      if (held !== null) own(...held);
    },
  };
}
