// Changes that overlap with opening at a whole gateway: nothing is left joined that may not be now.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { frameType } from '../../../shared/tunnel/frame.ts';
import { type Origin, pour, startOrigin } from '../../doubles/origin.ts';
import { dialTunnel, type TunnelClient } from '../gateway/clients.ts';
import { type GatewayWorld, startGatewayWorld } from '../gateway/gateway-world.ts';

let origin: Origin;
let world: GatewayWorld;
before(async () => {
  origin = await startOrigin(pour);
  world = await startGatewayWorld({ destinations: { 'pour.corp.test': origin.port } });
});
after(async () => {
  await world?.[Symbol.asyncDispose]();
  await origin?.[Symbol.asyncDispose]();
});

/** What came of an OPEN: frames until the connection is refused or ended. */
async function fate(client: TunnelClient): Promise<'denied' | 'reset'> {
  for (;;) {
    const frame = await client.control().catch(() => null);
    if (frame === null) return 'reset';
    if (frame.type === frameType.denied) return 'denied';
  }
}

test('however opening and losing the tag overlap, nothing is left joined', async () => {
  const fates = new Set<string>();
  for (let round = 0; round < 48; round += 1) {
    const client = await dialTunnel(world, world.device);
    client.onData = () => undefined;
    const lose = () => world.ems.put({ uid: world.pki.uid, tags: [] });
    // From well before the OPEN to well after its server has begun to send.
    const leadMs = (round % 16) - 6;
    if (leadMs < 0) lose();
    if (leadMs !== 0) await new Promise((resolve) => setTimeout(resolve, leadMs < 0 ? -leadMs / 3 : 0));
    client.open(1, 'pour.corp.test', origin.port, 'first');
    if (leadMs >= 0) {
      for (let turn = 0; turn < leadMs * 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      while (leadMs === 9 && client.receivedBytes() === 0) await new Promise((resolve) => setTimeout(resolve, 2));
      lose();
    }
    fates.add(await fate(client));
    await world.ems.settled();
    const served = origin.connections.at(-1);
    while (served !== undefined && !served.destroyed) await new Promise((resolve) => setTimeout(resolve, 2));
    client.socket.destroy();
    world.ems.put({ uid: world.pki.uid, tags: ['trusted'] });
    await world.ems.settled();
  }
  assert.deepEqual([...fates].sort(), ['denied', 'reset']);
});

test('a tag that is regained counts for the next connection, on the same tunnel connection', async () => {
  const client = await dialTunnel(world, world.device);
  world.ems.put({ uid: world.pki.uid, tags: [] });
  await world.ems.settled();
  client.open(1, 'pour.corp.test', origin.port);
  assert.equal((await client.control()).denial?.code, '065');
  world.ems.put({ uid: world.pki.uid, tags: ['trusted'] });
  await world.ems.settled();
  client.open(2, 'pour.corp.test', origin.port);
  assert.equal((await client.control()).type, frameType.opened);
  client.socket.destroy();
});
