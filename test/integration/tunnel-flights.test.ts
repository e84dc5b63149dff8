// How many flights a stream over a warm tunnel takes until its first byte is back: counted, not timed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFlightCounter } from '../doubles/flight-counter.ts';
import { echo, startOrigin } from '../doubles/origin.ts';
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
