// What the gateway does when its view of the devices grows old, starts anew, or is taken away.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gatewayAdminContract } from '../../../shared/gateway/admin-contract.ts';
import { connectLocal } from '../../../shared/node/local-socket/client.ts';
import { recordOf } from '../../doubles/ems-for-gateway.ts';
import { echo, type Origin, startOrigin } from '../../doubles/origin.ts';
import { ask, dialGateway, dialTunnel, upgradeHead } from './clients.ts';
import { type GatewayWorld, type Services, startGatewayWorld } from './gateway-world.ts';

let origin: Origin;
let world: GatewayWorld;
let services: Services;

before(async () => {
  origin = await startOrigin(echo);
  services = { destinations: { 'echo.corp.test': origin.port }, threshold: 1 };
  world = await startGatewayWorld(services, { beatMs: 200 });
});

after(async () => {
  await world?.[Symbol.asyncDispose]();
  await origin?.[Symbol.asyncDispose]();
});

async function codeNow(): Promise<string | undefined> {
  const socket = await dialGateway(world, world.device);
  const answer = await ask(socket, upgradeHead);
  socket.destroy();
  return answer.denial?.code;
}

/** Waits until the gateway answers so; fails the test by its time limit. */
async function until(code: string | undefined): Promise<void> {
  while ((await codeNow()) !== code) await new Promise((resolve) => setTimeout(resolve, 25));
}

test('without beats the view ends: live sessions are cut, new ones refused with 066, until the EMS speaks again', async () => {
  const client = await dialTunnel(world, world.device);
  client.open(1, 'echo.corp.test', origin.port, 'hi');
  await client.received(2);
  const before = world.accessLog.length;
  world.ems.fallSilent();
  assert.equal(await client.ended, 'ECONNRESET');
  assert.equal(world.accessLog[before]?.code, '066');
  assert.equal(await codeNow(), '066');
  world.ems.speakAgain();
  await until(undefined);
});

test('a beat whose revision is not applied does not make the view fresh', async () => {
  const client = await dialTunnel(world, world.device);
  world.ems.fallSilentForFetches();
  world.ems.put({ uid: world.pki.uid, tags: ['trusted', 'more'] });
  client.open(1, 'echo.corp.test', origin.port, 'hi');
  assert.equal(await client.ended, 'ECONNRESET');
  assert.equal(await codeNow(), '066');
  world.ems.speakAgain();
  await until(undefined);
});

test('another epoch means that everything held is forgotten and fetched anew', async () => {
  world.ems.restore();
  await until('066');
  world.ems.put({ uid: world.pki.uid, tags: ['trusted'], certificates: [recordOf(world.pki, world.device)] });
  await until(undefined);
});

test('a sound certificate of a known device that the view does not hold has the view fetched once more, and then counts', async () => {
  const renewed = await world.pki.machine();
  world.ems.putUnsaid({
    uid: world.pki.uid,
    certificates: [recordOf(world.pki, world.device), recordOf(world.pki, renewed)],
  });
  const codes: (string | undefined)[] = [];
  while (codes.at(-1) !== undefined || codes.length === 0) {
    const socket = await dialGateway(world, renewed);
    codes.push((await ask(socket, upgradeHead)).denial?.code);
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.equal(codes[0], '001');
});

test('the gateway publishes its destinations, and again after a reload', async () => {
  const before = world.ems.published.length;
  assert.ok(before > 0);
  await world.configure({ ...services, destinations: { 'echo.corp.test': origin.port, 'more.corp.test': 22 } });
  while (world.ems.published.length === before) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(world.ems.published.at(-1), {
    addresses: ['gw.corp.test:9443'],
    destinations: [
      { name: 'echo', host: 'echo.corp.test', port: origin.port, kind: 'tcp', needs: [] },
      { name: 'more', host: 'more.corp.test', port: 22, kind: 'tcp', needs: [] },
    ],
  });
});

test('a bad file changes nothing, and the administrator reads why; a good one counts at once', async () => {
  await using admin = await connectLocal(gatewayAdminContract, world.adminSocket);
  const outcome = await world.configure({ ...services, policies: '\n  - {name: p, action: allow}' });
  assert.match(outcome, /kept the previous one: .*gateway\.yaml, line \d+: policy\.0/);
  assert.equal((await admin.call('status', {})).configuration, outcome);
  assert.equal(await codeNow(), undefined);
  await world.configure(services);
  assert.equal((await admin.call('status', {})).configuration, 'loaded');
});

test('the administrator sees state, sessions, endpoints and policies, and can cut a device', async () => {
  await using admin = await connectLocal(gatewayAdminContract, world.adminSocket);
  const client = await dialTunnel(world, world.device);
  client.open(1, 'echo.corp.test', origin.port, 'hello');
  await client.received(5);
  const status = await admin.call('status', {});
  assert.deepEqual([status.emsConnected, status.viewFresh, status.sessions], [true, true, 1]);
  const [session] = (await admin.call('sessions', {})).sessions;
  assert.deepEqual(
    [session?.uid, session?.carrier, session?.policy, session?.address, session?.reportedUser, session?.sentBytes],
    [world.pki.uid, 'tunnel', 'staff', '127.0.0.1', 'anna', 5],
  );
  assert.deepEqual(
    (await admin.call('endpoints', {})).endpoints.map((one) => one.uid),
    [world.pki.uid],
  );
  assert.equal((await admin.call('policies', {})).policies[0]?.name, 'staff');
  assert.deepEqual(await admin.call('cut', { uid: world.pki.uid }), { cut: 1 });
  assert.equal(await client.ended, 'ECONNRESET');
  assert.ok((await admin.call('policies', {})).policies[0]?.hits);
});

test('metrics count sessions, refusals and cuts', async () => {
  const text = await (await fetch(`http://127.0.0.1:${world.gateway.metricsPort}/metrics`)).text();
  assert.match(text, /stile_gateway_denials_total\{code="066"\} [1-9]/);
  assert.match(text, /stile_gateway_cuts_total\{code="066"\} [1-9]/);
  assert.match(text, /stile_gateway_sessions 0/);
});

test('a withdrawn gateway cuts everything and refuses everybody with 097', async () => {
  const client = await dialTunnel(world, world.device);
  client.open(1, 'echo.corp.test', origin.port, 'hi');
  await client.received(2);
  world.ems.withdraw();
  assert.equal(await client.ended, 'ECONNRESET');
  assert.equal(await codeNow(), '097');
});
