// Local connections through the agent's data plane and a real gateway to real servers.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { recordOf } from '../../../doubles/ems-for-gateway.ts';
import { digest, echo, type Origin, startOrigin } from '../../../doubles/origin.ts';
import { type GatewayWorld, startGatewayWorld } from '../../gateway/gateway-world.ts';
import { type AgentSide, endOf, read, readAll, startAgentSide } from './agent-side.ts';

const megabytes = 16;
const block = Buffer.alloc(1024 * 1024, 'stile');
const wholeHash = createHash('sha256');
for (let at = 0; at < megabytes; at += 1) wholeHash.update(block);
const expected = wholeHash.digest('hex');

const origins: Origin[] = [];
let world: GatewayWorld;
let agent: AgentSide;
let web: Origin;
let greeting: Origin;
let echoing: Origin;
let hashing: Origin;
let sending: Origin;

async function origin(...args: Parameters<typeof startOrigin>): Promise<Origin> {
  const made = await startOrigin(...args);
  origins.push(made);
  return made;
}

before(async () => {
  web = await origin((socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi'));
  });
  greeting = await origin((socket) => socket.write('220 ready\r\n'));
  echoing = await origin(echo);
  hashing = await origin(digest);
  sending = await origin((socket) => {
    socket.resume();
    for (let at = 0; at < megabytes; at += 1) socket.write(block);
    socket.end();
  });
  const named = { web, greeting, echo: echoing, hash: hashing, send: sending };
  const destinations = Object.fromEntries(Object.entries(named).map(([name, { port }]) => [`${name}.corp.test`, port]));
  world = await startGatewayWorld({ destinations });
  agent = startAgentSide({ pki: world.pki, device: world.device, gatewayPort: world.gateway.port });
  for (const [name, { port }] of Object.entries(named)) await agent.publish(`${name}.corp.test`, port);
});

after(async () => {
  for (const one of [agent, world, ...origins]) await one?.[Symbol.asyncDispose]();
});

test('a request comes back with its answer', async () => {
  const client = await agent.connect(web.port);
  client.end('GET / HTTP/1.1\r\nHost: web.corp.test\r\n\r\n');
  assert.match(await readAll(client), /^HTTP\/1\.1 200 OK\r\n.*hi$/s);
});

test('a server that speaks first is heard by a client that says nothing', async () => {
  const client = await agent.connect(greeting.port);
  assert.equal(await read(client, 11), '220 ready\r\n');
  client.resetAndDestroy();
});

test('a client may finish first and still read the answer', async () => {
  const client = await agent.connect(hashing.port);
  client.end('abc');
  assert.equal(await readAll(client), createHash('sha256').update('abc').digest('hex'));
});

test('a server may finish first and still read what the client says', async () => {
  const heard: Promise<string>[] = [];
  await using early = await startOrigin((socket) => {
    socket.end('bye');
    heard.push(readAll(socket));
  });
  world.dns.set('early.corp.test', ['127.0.0.1']);
  await world.configure({ destinations: { 'early.corp.test': early.port, 'echo.corp.test': echoing.port } });
  await using _listener = await agent.publish('early.corp.test', early.port);
  const client = await agent.connect(early.port);
  assert.equal(await readAll(client), 'bye');
  client.end('still here');
  await once(client, 'close');
  assert.equal(await heard[0], 'still here');
  await world.configure({
    destinations: {
      'hash.corp.test': hashing.port,
      'send.corp.test': sending.port,
      'echo.corp.test': echoing.port,
    },
  });
});

test('16 MiB arrive whole in both directions', async () => {
  const up = await agent.connect(hashing.port);
  const answer = readAll(up);
  for (let at = 0; at < megabytes; at += 1) if (!up.write(block)) await once(up, 'drain');
  up.end();
  assert.equal(await answer, expected);

  const down = await agent.connect(sending.port);
  const got = createHash('sha256');
  for await (const chunk of down) got.update(chunk);
  assert.equal(got.digest('hex'), expected);
  down.end();
});

test('a client that does not read stops the server, and gets everything once it reads', async () => {
  const client = await agent.connect(echoing.port);
  for (let at = 0; at < 64; at += 1) client.write(block);
  client.end();
  for (let before = -1; before !== client.writableLength; ) {
    before = client.writableLength;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  // What stands still now is in the buffers of four loopback connections.
  assert.ok(client.writableLength > 0, 'nobody reads, so nobody takes');
  let got = 0;
  for await (const chunk of client) got += chunk.length;
  assert.equal(got, 64 * block.length);
});

test('what is carried is known, and forgotten at its end', async () => {
  const client = await agent.connect(echoing.port);
  client.write('x');
  await read(client, 1);
  const destination = `echo.corp.test:${echoing.port}`;
  await agent.until(
    () =>
      agent
        .sessions()
        .map((session) => session.destination)
        .join() === destination,
  );
  assert.equal(agent.sessions()[0]?.osUser, 'anna');
  client.end();
  await readAll(client);
  await agent.until(() => agent.sessions().length === 0);
});

test('a local reset reaches the server', async () => {
  const client = await agent.connect(echoing.port);
  client.write('x');
  await read(client, 1);
  const served = echoing.connections.at(-1);
  const ended = new Promise((resolve) => served?.once('close', resolve));
  client.resetAndDestroy();
  await ended;
});

test('an access that is cut resets the local connection and is recorded with its code', async () => {
  const client = await agent.connect(echoing.port);
  client.write('x');
  await read(client, 1);
  await agent.until(() => agent.gateways().some(({ link }) => link.kind === 'ready' && link.warm > 0));
  const end = endOf(client);
  const { pki, device, ems } = world;
  ems.put({ uid: pki.uid, tags: [], certificates: [recordOf(pki, device)] });
  assert.equal(await end, 'ECONNRESET');
  await agent.until(() => agent.denials.length > 0);
  assert.deepEqual(
    agent.denials.map(({ kind, denial }) => [kind, denial.code, denial.destination]),
    [['cut', '065', `echo.corp.test:${echoing.port}`]],
  );
});
