// What a reload keeps, and what a cut must not touch.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { frameType } from '../../../shared/tunnel/frame.ts';
import { type Origin, pour, startOrigin } from '../../doubles/origin.ts';
import { dialTunnel, type TunnelClient } from '../gateway/clients.ts';
import { type GatewayWorld, type Services, startGatewayWorld } from '../gateway/gateway-world.ts';

let origin: Origin;
let world: GatewayWorld;
let services: Services;

before(async () => {
  origin = await startOrigin(pour);
  services = { destinations: { 'pour.corp.test': origin.port, 'other.corp.test': origin.port } };
  world = await startGatewayWorld(services);
});

after(async () => {
  await world?.[Symbol.asyncDispose]();
  await origin?.[Symbol.asyncDispose]();
});

function firstBytes(client: TunnelClient): Promise<void> {
  return new Promise((resolve) => {
    client.onData = () => resolve();
  });
}

async function flowing(name: string): Promise<TunnelClient> {
  const client = await dialTunnel(world, world.device);
  const first = firstBytes(client);
  client.open(1, name, origin.port);
  await first;
  return client;
}

test('a reload cuts what the new file no longer allows and keeps the rest', async () => {
  const kept = await flowing('pour.corp.test');
  const gone = await flowing('other.corp.test');
  await world.configure({ destinations: { 'pour.corp.test': origin.port } });
  assert.equal(await gone.ended, 'ECONNRESET');
  await firstBytes(kept);
  assert.equal(kept.socket.destroyed, false);
  await world.configure(services);
  kept.socket.destroy();
});

test('a file that is wrong changes nothing for the sessions that are', async () => {
  const client = await flowing('pour.corp.test');
  assert.match(await world.configure({ ...services, policies: '\n  - {name: p, action: allow}' }), /^kept/);
  await firstBytes(client);
  assert.equal(client.socket.destroyed, false);
  await world.configure(services);
  client.socket.destroy();
});

test('a session that another policy allows now lives on', async () => {
  const client = await flowing('pour.corp.test');
  await world.configure({
    ...services,
    policies: '\n  - {name: renamed, action: accept, ztna-destination: all, ztna-ems-tag: none}',
  });
  await firstBytes(client);
  assert.equal(client.socket.destroyed, false);
  await world.configure(services);
  client.socket.destroy();
});

test('a stream that is over but for bytes on their way to its server is cut without touching the next one', async () => {
  await using deaf = await startOrigin((socket) => {
    socket.pause();
    socket.end();
  });
  const both = { destinations: { 'deaf.corp.test': deaf.port, 'pour.corp.test': origin.port } };
  await world.configure(both);
  const client = await dialTunnel(world, world.device);
  client.open(1, 'deaf.corp.test', deaf.port);
  assert.equal((await client.control()).type, frameType.opened);
  assert.equal((await client.control()).type, frameType.fin);
  for (let sent = 0; sent < 16; sent += 1) client.data(1, Buffer.alloc(60_000));
  client.send(frameType.fin, 1);
  const next = firstBytes(client);
  client.open(2, 'pour.corp.test', origin.port);
  await next;
  const reset = new Promise((resolve) => deaf.connections[0]?.once('close', resolve));
  deaf.connections[0]?.resume();
  await world.configure(services);
  await reset;
  await firstBytes(client);
  assert.equal(client.socket.destroyed, false);
  client.socket.destroy();
});
