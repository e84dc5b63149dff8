// How much of a gateway one address and one device may take.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { frameType } from '../../../shared/tunnel/frame.ts';
import { echo, type Origin, startOrigin } from '../../doubles/origin.ts';
import type { Credentials } from '../../doubles/throwaway-pki.ts';
import { ask, dialGateway, dialTunnel, readAnswer, type TunnelClient, upgradeHead } from './clients.ts';
import { type GatewayWorld, startGatewayWorld } from './gateway-world.ts';

let origin: Origin;

const limited = (idle: number, streams: number) => ({
  destinations: { 'echo.corp.test': origin.port },
  limits: `{ idle-connections-per-device: ${idle}, streams-per-device: ${streams} }`,
});

before(async () => {
  origin = await startOrigin(echo);
});

after(async () => {
  await origin[Symbol.asyncDispose]();
});

async function dialTunnels(world: GatewayWorld, count: number): Promise<TunnelClient[]> {
  return await Promise.all(Array.from({ length: count }, () => dialTunnel(world, world.device)));
}

/** Begins a stream and waits until it carries. */
async function carry(client: TunnelClient, stream = 1): Promise<void> {
  const before = client.receivedBytes();
  client.open(stream, 'echo.corp.test', origin.port, 'x');
  assert.equal((await client.control()).type, frameType.opened);
  await client.received(before + 1);
}

async function finish(client: TunnelClient, stream = 1): Promise<void> {
  client.send(frameType.fin, stream);
  assert.equal((await client.control()).type, frameType.fin);
}

/** Dials one more, which says nothing: what it is told, and that it is not kept. */
async function refusedUnasked(world: GatewayWorld, shown: Credentials | null): Promise<string | undefined> {
  const one = await dialGateway(world, shown);
  const closed = new Promise((resolve) => one.once('close', resolve));
  const answer = await readAnswer(one);
  one.resume();
  // Who is not kept does not listen any more, and its system says so.
  const knocking = setInterval(() => one.write('x'), 20);
  await closed;
  clearInterval(knocking);
  assert.equal(answer.status, 429);
  return answer.denial?.code;
}

test('an address holds 32 anonymous connections; one more is told so unasked, and closed', async () => {
  await using world = await startGatewayWorld(limited(4, 3));
  const held = await Promise.all(Array.from({ length: 32 }, () => dialGateway(world, null)));
  assert.equal(await refusedUnasked(world, null), '094');
  const device = await dialGateway(world, world.device);
  assert.equal((await ask(device, upgradeHead)).status, 101, 'a device at that address is none of them');
  device.destroy();
  const [first, ...others] = held;
  assert.equal((await ask(first ?? device, upgradeHead)).denial?.code, '002', 'those before it are served');
  for (const socket of held) socket.destroy();
  for (const socket of others) assert.equal(socket.readableLength, 0);
});

test('a device holds as many connections that carry nothing as the file says, and more while they carry', async () => {
  await using world = await startGatewayWorld(limited(4, 3));
  const [first, second, third, fourth] = await dialTunnels(world, 4);
  assert.ok(first !== undefined && second !== undefined && third !== undefined && fourth !== undefined);
  assert.equal(await refusedUnasked(world, world.device), '094');
  await carry(first);
  const fifth = await dialTunnel(world, world.device);
  assert.equal(await refusedUnasked(world, world.device), '094');
  // Five carry nothing now: a moment later the one that has been idle longest goes.
  await finish(first);
  assert.equal(await second.ended, 'ECONNRESET');
  await carry(first, 2);
  for (const client of [third, fourth, fifth]) {
    client.send(frameType.ping, 0);
    assert.equal((await client.control()).type, frameType.pong);
  }
  for (const { socket } of [first, third, fourth, fifth]) socket.destroy();
});

test('a device carries as many streams as the file says; one more is denied, until one has ended', async () => {
  await using world = await startGatewayWorld(limited(4, 3));
  const clients = await dialTunnels(world, 4);
  const [first, , , last] = clients;
  assert.ok(first !== undefined && last !== undefined);
  for (const client of clients.slice(0, 3)) await carry(client);
  last.open(1, 'echo.corp.test', origin.port, 'x');
  const refused = await last.control();
  assert.deepEqual([refused.type, refused.denial?.code], [frameType.denied, '094']);
  await finish(first);
  for (let stream = 2; ; stream += 1) {
    last.open(stream, 'echo.corp.test', origin.port, 'x');
    // The stream before it has ended when the server's socket has closed, too.
    if ((await last.control()).type === frameType.opened) break;
  }
  for (const { socket } of clients) socket.destroy();
});

test('a changed limit counts for the next connection', async () => {
  await using world = await startGatewayWorld(limited(1, 3));
  const [only] = await dialTunnels(world, 1);
  assert.equal(await refusedUnasked(world, world.device), '094');
  await world.configure(limited(2, 3));
  const [another] = await dialTunnels(world, 1);
  for (const client of [only, another]) client?.socket.destroy();
});
