// stile-tunnel/1 through a real gateway.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { frameType } from '../../../shared/tunnel/frame.ts';
import { digest, echo, type Origin, pour, startOrigin } from '../../doubles/origin.ts';
import { dialTunnel } from './clients.ts';
import { type GatewayWorld, startGatewayWorld } from './gateway-world.ts';

let echoing: Origin;
let hashing: Origin;
let pouring: Origin;
let world: GatewayWorld;

before(async () => {
  echoing = await startOrigin(echo);
  hashing = await startOrigin(digest);
  pouring = await startOrigin(pour);
  world = await startGatewayWorld({
    destinations: {
      'echo.corp.test': echoing.port,
      'hash.corp.test': hashing.port,
      'pour.corp.test': pouring.port,
    },
  });
});

after(async () => {
  for (const one of [world, echoing, hashing, pouring]) await one?.[Symbol.asyncDispose]();
});

test('first bytes sent with the OPEN are answered without a further flight', async () => {
  const client = await dialTunnel(world, world.device);
  client.open(1, 'echo.corp.test', echoing.port, 'hello');
  assert.equal((await client.control()).type, frameType.opened);
  assert.equal((await client.received(5)).toString(), 'hello');
  client.socket.destroy();
});

test('each side may finish first while the other goes on', async () => {
  const client = await dialTunnel(world, world.device);
  client.open(1, 'hash.corp.test', hashing.port, 'abc');
  assert.equal((await client.control()).type, frameType.opened);
  client.send(frameType.fin, 1);
  const expected = createHash('sha256').update('abc').digest('hex');
  assert.equal((await client.received(64)).toString(), expected);
  const last = await client.control();
  assert.deepEqual([last.type, last.stream], [frameType.fin, 1]);
  client.socket.destroy();
});

test('after both ends have finished the connection carries the next stream', async () => {
  const client = await dialTunnel(world, world.device);
  for (const stream of [1, 2, 3]) {
    client.open(stream, 'echo.corp.test', echoing.port, 'ping');
    assert.equal((await client.control()).type, frameType.opened);
    await client.received(4 * stream);
    client.send(frameType.fin, stream);
    assert.equal((await client.control()).type, frameType.fin);
  }
  client.socket.destroy();
});

test('a refused stream leaves the connection usable, and late frames for it are ignored', async () => {
  const client = await dialTunnel(world, world.device);
  client.open(1, 'nowhere.corp.test', 80, 'lost');
  const refused = await client.control();
  assert.equal(refused.type, frameType.denied);
  assert.equal(refused.denial?.code, '022');
  assert.equal(refused.denial?.destination, 'nowhere.corp.test:80');
  client.data(1, 'late');
  client.send(frameType.fin, 1);
  client.open(2, 'echo.corp.test', echoing.port, 'again');
  assert.equal((await client.control()).type, frameType.opened);
  assert.equal((await client.received(5)).toString(), 'again');
  client.socket.destroy();
});

test('a ping is answered with its payload', async () => {
  const client = await dialTunnel(world, world.device);
  client.send(frameType.ping, 0, 'here?');
  const pong = await client.control();
  assert.deepEqual([pong.type, pong.text], [frameType.pong, 'here?']);
  client.socket.destroy();
});

test('64 MiB arrive whole in both directions', async () => {
  const size = 64 * 1024 * 1024;
  const block = Buffer.alloc(60_000, 'stile');
  const client = await dialTunnel(world, world.device);
  client.open(1, 'hash.corp.test', hashing.port);
  assert.equal((await client.control()).type, frameType.opened);
  const hash = createHash('sha256');
  for (let sent = 0; sent < size; sent += block.length) {
    hash.update(block);
    if (!client.data(1, block)) await new Promise((resolve) => client.socket.once('drain', resolve));
  }
  client.send(frameType.fin, 1);
  assert.equal((await client.received(64)).toString(), hash.digest('hex'));
  client.socket.destroy();

  const down = await dialTunnel(world, world.device);
  const expected = createHash('sha256').update(Buffer.alloc(size, 7)).digest('hex');
  const got = createHash('sha256');
  let left = size;
  const all = new Promise<void>((resolve) => {
    down.onData = (piece) => {
      got.update(piece.subarray(0, left));
      left -= Math.min(left, piece.length);
      if (left === 0) resolve();
    };
  });
  down.open(1, 'pour.corp.test', pouring.port);
  await all;
  assert.equal(got.digest('hex'), expected);
  down.socket.destroy();
});

test('no more than the early data and one read are held before a server is reached', async () => {
  await world.configure({ destinations: { 'echo.corp.test': echoing.port } });
  const { asked, release } = world.dns.hold('echo.corp.test');
  world.dns.set('echo.corp.test', []);
  const client = await dialTunnel(world, world.device);
  const before = echoing.received();
  client.open(1, 'echo.corp.test', echoing.port);
  const flooded = new Promise<void>((resolve) => client.socket.once('drain', resolve));
  let queued = 0;
  while (queued < 32 * 1024 * 1024 && client.data(1, Buffer.alloc(60_000))) queued += 60_000;
  for (let at = 0; at < 200; at += 1) client.data(1, Buffer.alloc(60_000));
  await asked;
  for (let [before, still] = [-1, 0]; still < 6; before = client.socket.writableLength) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    still = before === client.socket.writableLength ? still + 1 : 0;
  }
  release();
  const outcome = await Promise.race([
    flooded.then(() => 'taken'),
    client.control().then((frame) => frame.denial?.code),
  ]);
  assert.equal(outcome, '023', 'the gateway stopped reading until it knew that there is no server');
  assert.equal(echoing.received(), before);
  client.socket.destroy();
});

test('a reader that stops, stops the server, not the memory of the gateway', async () => {
  await world.configure({ destinations: { 'pour.corp.test': pouring.port } });
  const client = await dialTunnel(world, world.device);
  client.open(1, 'pour.corp.test', pouring.port);
  await client.received(1);
  client.socket.pause();
  const served = pouring.connections.at(-1);
  assert.ok(served !== undefined);
  for (let before = -1; before !== served.bytesWritten; ) {
    before = served.bytesWritten;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  // What stands still now is in the buffers of two loopback connections.
  assert.ok(served.bytesWritten < 64 * 1024 * 1024);
  const held = client.receivedBytes();
  client.socket.resume();
  await client.received(held + served.bytesWritten);
  client.socket.destroy();
});

test('a server that resets in the middle ends its stream with CLOSE, and the connection carries the next', async () => {
  await using breaking = await startOrigin((socket) => socket.once('data', () => socket.resetAndDestroy()));
  await world.configure({ destinations: { 'break.corp.test': breaking.port, 'echo.corp.test': echoing.port } });
  const client = await dialTunnel(world, world.device);
  client.open(1, 'break.corp.test', breaking.port, 'boom');
  assert.equal((await client.control()).type, frameType.opened);
  const close = await client.control();
  assert.deepEqual([close.type, close.stream, close.denial?.code], [frameType.close, 1, '084']);
  client.data(1, 'late');
  client.open(2, 'echo.corp.test', echoing.port, 'next');
  assert.equal((await client.control()).type, frameType.opened);
  assert.equal((await client.received(4)).toString(), 'next');
  client.socket.destroy();
});

test('an application that is gone abandons its stream; the server is reset, the connection carries the next', async () => {
  const client = await dialTunnel(world, world.device);
  client.open(1, 'echo.corp.test', echoing.port, 'x');
  await client.received(1);
  const served = echoing.connections.at(-1);
  const reset = new Promise((resolve) => served?.once('error', resolve));
  client.send(frameType.close, 1);
  await reset;
  assert.equal((await client.control()).type, frameType.opened);
  client.open(2, 'echo.corp.test', echoing.port, 'y');
  assert.equal((await client.control()).type, frameType.opened);
  assert.equal((await client.received(2)).toString(), 'xy');
  client.socket.destroy();
});
