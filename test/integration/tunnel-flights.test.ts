// How many flights a stream over a warm tunnel takes until its first byte is back: counted, not timed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFlightCounter } from '../doubles/flight-counter.ts';
import { echo, startOrigin } from '../doubles/origin.ts';
import { read, startAgentSide } from './daemon/tunnel/agent-side.ts';
import { ask, dialGateway, dialTunnel } from './gateway/clients.ts';
import { startGatewayWorld } from './gateway/gateway-world.ts';

test('the first byte through a warm tunnel takes one round trip; a plain CONNECT needs a second one', async () => {
  await using origin = await startOrigin(echo);
  await using world = await startGatewayWorld({ destinations: { 'echo.corp.test': origin.port } });
  await using counter = await startFlightCounter(world.gateway.port, 20);
  const far = { pki: world.pki, gateway: { port: counter.port } };

  const warm = await dialTunnel(far, world.device);
  counter.reset();
  warm.open(1, 'echo.corp.test', origin.port, 'hello');
  assert.equal((await warm.received(5)).toString(), 'hello');
  assert.deepEqual(counter.flights(), ['out', 'in']);
  warm.socket.destroy();

  const plain = await dialGateway(far, world.device);
  counter.reset();
  const target = `echo.corp.test:${origin.port}`;
  assert.equal((await ask(plain, `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`)).status, 200);
  const echoed = new Promise((resolve) => plain.once('data', resolve));
  plain.write('hello');
  plain.resume();
  await echoed;
  assert.deepEqual(counter.flights(), ['out', 'in', 'out', 'in']);
  plain.destroy();
});

test('through the agent the first echoed byte takes one flight out and one back over a warm connection', async () => {
  await using origin = await startOrigin(echo);
  await using world = await startGatewayWorld({ destinations: { 'echo.corp.test': origin.port } });
  await using counter = await startFlightCounter(world.gateway.port, 20);
  await using agent = startAgentSide({ pki: world.pki, device: world.device, gatewayPort: counter.port });
  await using _listener = await agent.publish('echo.corp.test', origin.port);
  const first = await agent.connect(origin.port);
  first.end('hello');
  assert.equal(await read(first, 5), 'hello');
  // The pool is as full as it gets: nothing of it is on its way any more.
  await agent.until(() => agent.gateways().some(({ link }) => link.kind === 'ready' && link.warm >= 3));

  counter.reset();
  const second = await agent.connect(origin.port);
  second.write('hello');
  assert.equal(await read(second, 5), 'hello');
  assert.deepEqual(counter.flights(), ['out', 'in']);
});
