// Many local connections at once, through an agent with an almost empty pool and a gateway with the limits of every installation.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostIdle } from '../../daemon/tunnel/pool-policy.ts';
import { echo, startOrigin } from '../doubles/origin.ts';
import { read, readAll, startAgentSide } from './daemon/tunnel/agent-side.ts';
import { startGatewayWorld } from './gateway/gateway-world.ts';

test('128 connections at once are all carried, twice, and leave a stock that the gateway tolerates', async () => {
  await using origin = await startOrigin(echo);
  await using world = await startGatewayWorld({ destinations: { 'echo.corp.test': origin.port } });
  await using agent = startAgentSide({ pki: world.pki, device: world.device, gatewayPort: world.gateway.port });
  await using _listener = await agent.publish('echo.corp.test', origin.port);
  for (const round of ['one', 'two']) {
    const clients = await Promise.all(Array.from({ length: 128 }, () => agent.connect(origin.port)));
    for (const client of clients) client.write(round);
    for (const client of clients) assert.equal(await read(client, 3), round);
    for (const client of clients) client.end();
    await Promise.all(clients.map(readAll));
  }
  await agent.until(() => agent.sessions().length === 0);
  const warm = () => agent.gateways().map(({ link }) => (link.kind === 'ready' ? link.warm : 0))[0] ?? 0;
  await agent.until(() => warm() >= mostIdle / 2);
  assert.ok(warm() <= mostIdle, `${warm()} are kept`);
  assert.deepEqual(agent.denials, []);
  assert.ok(mostIdle < 64);
});
