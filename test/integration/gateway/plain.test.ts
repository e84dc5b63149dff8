// The plain wires, CONNECT and TCP forwarding, and the front door's patience.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { digest, echo, type Origin, startOrigin } from '../../doubles/origin.ts';
import { ask, dialGateway, upgradeHead } from './clients.ts';
import { type GatewayWorld, startGatewayWorld } from './gateway-world.ts';

let echoing: Origin;
let hashing: Origin;
let web: Origin;
let world: GatewayWorld;

const times = { anonymousIdleMs: 300, authenticatedIdleMs: 600, headMs: 300 };

before(async () => {
  echoing = await startOrigin(echo);
  hashing = await startOrigin(digest);
  web = await startOrigin((socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello'));
  });
  const destinations = {
    'echo.corp.test': echoing.port,
    'hash.corp.test': hashing.port,
    'web.corp.test': web.port,
  };
  world = await startGatewayWorld({ destinations }, { frontTimes: times });
});

after(async () => {
  for (const one of [world, echoing, hashing, web]) await one?.[Symbol.asyncDispose]();
});

const forwarding = (query: string) =>
  `GET /tcp?${query} HTTP/1.1\r\nHost: gw:9443\r\nUser-Agent: Forticlient\r\nAccept: */*\r\n` +
  'Upgrade: tcp-forwarding/1.0\r\nConnection: Upgrade\r\nCookie:\r\nAuthorization: Basic Og==\r\n\r\n';
const connectHead = (target: string) => `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`;

async function codeOf(head: string): Promise<string | undefined> {
  const socket = await dialGateway(world, world.device);
  const answer = await ask(socket, head);
  socket.destroy();
  return answer.denial?.code;
}

test("FortiClient's request gets 101 and then carries bytes, half-close included", async () => {
  const socket = await dialGateway(world, world.device);
  const answer = await ask(socket, forwarding(`address=hash.corp.test&port=${hashing.port}&tls=1`));
  assert.equal(answer.status, 101);
  assert.equal(answer.headers.get('upgrade'), 'tcp-forwarding/1.0');
  assert.equal(answer.headers.get('connection'), 'Upgrade');
  assert.match(answer.headers.get('x-stile-request-id') ?? '', /^req_[A-Z2-7]{26}$/);
  socket.end('abc');
  let got = '';
  for await (const chunk of socket) got += String(chunk);
  assert.equal(got, createHash('sha256').update('abc').digest('hex'));
});

test('the order of parameters does not matter, a doubled one and tls=0 are refused', async () => {
  const host = 'address=echo.corp.test';
  const port = `port=${echoing.port}`;
  assert.equal(await codeOf(forwarding(`x=1&tls=1&${port}&${host}`)), undefined);
  assert.equal(await codeOf(forwarding(`${host}&${port}&tls=0`)), '091');
  assert.equal(await codeOf(forwarding(`${host}&${host}&${port}&tls=1`)), '091');
  assert.equal(await codeOf(forwarding(`${port}&tls=1`)), '091');
  assert.equal(await codeOf(forwarding(`${host}&port=0&tls=1`)), '091');
});

test('bytes sent before the answer are a fault, and no server sees them', async () => {
  const before = echoing.received();
  for (const head of [
    connectHead(`echo.corp.test:${echoing.port}`),
    forwarding(`address=echo.corp.test&port=${echoing.port}`),
  ]) {
    const socket = await dialGateway(world, world.device);
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.write(`${head}GET /admin HTTP/1.1\r\n\r\n`);
    await ended;
  }
  assert.equal(echoing.received(), before);
});

test('nothing after a refused upgrade is parsed', async () => {
  const socket = await dialGateway(world, world.device);
  const refused = forwarding(`address=echo.corp.test&port=${echoing.port}&tls=0`);
  socket.write(refused + upgradeHead + upgradeHead);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  assert.equal(text.match(/HTTP\/1\.1/g)?.length, 1);
  assert.match(text, /^HTTP\/1\.1 400 /);
});

test('heads that two readers could understand differently are refused', async () => {
  const bad = [
    'GET http://echo.corp.test/ HTTP/1.1\r\nHost: echo.corp.test\r\n\r\n',
    'GET /tunnel HTTP/1.1\r\nHost: a\r\nHost: b\r\nUpgrade: stile-tunnel/1\r\nConnection: Upgrade\r\n\r\n',
    'GET /tunnel HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nUpgrade: stile-tunnel/1\r\nConnection: Upgrade\r\n\r\nabc',
    'GET /tunnel HTTP/1.1\r\nUpgrade: stile-tunnel/1\r\nConnection: Upgrade\r\n\r\n',
    'GET /tunnel HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET /tunnel HTTP/1.0\r\nHost: a\r\nUpgrade: stile-tunnel/1\r\nConnection: Upgrade\r\n\r\n',
    'POST /tunnel HTTP/1.1\r\nHost: a\r\nUpgrade: stile-tunnel/1\r\nConnection: Upgrade\r\n\r\n',
    'nonsense\r\n\r\n',
    connectHead('echo.corp.test'),
    connectHead('user@echo.corp.test:80'),
    connectHead('[::1%25lo]:80'),
  ];
  for (const head of bad) assert.equal(await codeOf(head), '091', head);
  assert.equal(await codeOf('GET /.stile/jwks.json HTTP/1.1\r\nHost: a\r\n\r\n'), '021');
  assert.equal(await codeOf('GET /whatever HTTP/1.1\r\nHost: a\r\n\r\n'), '021');
});

test('a head larger than 16 KiB is refused, and one that does not come to its end', async () => {
  assert.equal(await codeOf(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`), '092');
  assert.equal(await codeOf('GET / HTTP/1.1\r\nHost: a\r\n'), '093');
});

test('a silent connection is closed, an anonymous one sooner', async () => {
  const anonymous = await dialGateway(world, null);
  const known = await dialGateway(world, world.device);
  const order: string[] = [];
  anonymous.resume();
  known.resume();
  await Promise.all([
    new Promise<void>((resolve) => anonymous.once('close', () => resolve(void order.push('anonymous')))),
    new Promise<void>((resolve) => known.once('close', () => resolve(void order.push('known')))),
  ]);
  assert.deepEqual(order, ['anonymous', 'known']);
});

test('what is not TLS is dropped', async () => {
  const socket = connectTcp(world.gateway.port, '127.0.0.1');
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write('GET / HTTP/1.1\r\n\r\n');
  socket.resume();
  await closed;
});

const curl = '/usr/bin/curl';
if (existsSync(curl))
  test('curl goes through CONNECT with the device certificate', async () => {
    const file = async (name: string, content: string) => {
      const full = path.join(world.directory, name);
      await writeFile(full, content, { mode: 0o600 });
      return full;
    };
    const { stdout } = await promisify(execFile)(curl, [
      '--silent',
      '--show-error',
      '--proxytunnel',
      '--proxy',
      `https://gw.corp.test:${world.gateway.port}`,
      '--resolve',
      `gw.corp.test:${world.gateway.port}:127.0.0.1`,
      '--proxy-cacert',
      await file('fabric.pem', world.pki.fabric.certificatePem),
      '--proxy-cert',
      await file('device.pem', world.device.certificatePem),
      '--proxy-key',
      await file('device.key', world.device.keyPem),
      `http://web.corp.test:${web.port}/`,
    ]);
    assert.equal(stdout, 'hello');
  });
