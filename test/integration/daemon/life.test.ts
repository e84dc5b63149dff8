// An agent's life: restarted, cut off from gateway and EMS, withdrawn, gone and come back.

import assert from 'node:assert/strict';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { dayMs } from '../../../shared/node/x509/authority.ts';
import { movedClock } from '../../doubles/moved-clock.ts';
import { echo, startOrigin } from '../../doubles/origin.ts';
import { runningEms } from '../../doubles/running-ems.ts';
import { agentWorld, echoThrough, reachable, ready, testGateway, userHosts } from './agent-world.ts';

test('identity is for its owner only; a restart keeps uid, addresses and a rising sequence', async () => {
  await using ems = await runningEms();
  await using origin = await startOrigin(echo);
  await using _ = await testGateway(ems, [
    { host: 'one.corp.test', port: origin.port },
    { host: 'two.corp.test', port: origin.port },
  ]);
  await using world = await agentWorld(ems);
  const { uid } = await world.enroll();
  const before = await world.until(ready(2));
  assert.equal(((await stat(path.join(world.directory, 'data'))).mode & 0o777).toString(8), '700');
  assert.equal(((await stat(path.join(world.directory, 'data', 'agent.json'))).mode & 0o777).toString(8), '600');
  const sequence = async () => JSON.parse(await readFile(path.join(world.directory, 'data', 'agent.json'), 'utf8'));
  const first = await sequence();
  await world.stopAgent();
  assert.equal(await world.hostsText(), userHosts);
  await world.startAgent();
  const after = await world.until(
    (state) => ready(2)(state) && state.ems.kind === 'connected' && state.ems.lastReport !== null,
  );
  assert.ok(after.enrollment.kind === 'enrolled' && after.enrollment.uid === uid);
  assert.deepEqual(
    after.destinations.map((each) => each.state),
    before.destinations.map((each) => each.state),
  );
  assert.ok((await sequence()).sequenceReserved > first.sequenceReserved);
  assert.equal(await reachable(world, 'two.corp.test'), 'hello');
});

test('a gateway that went away is dialled with back-off, and carries again when it is back', async () => {
  await using ems = await runningEms();
  await using origin = await startOrigin(echo);
  await using gateway = await testGateway(ems, [{ host: 'echo.corp.test', port: origin.port }]);
  await using world = await agentWorld(ems);
  await world.enroll();
  await world.until(ready(1));
  assert.equal(await reachable(world), 'hello');
  await gateway.stop();
  void echoThrough(world, 'echo.corp.test');
  await world.until((state) => state.gateways.some((each) => each.link.kind === 'failing'));
  const from = world.logs.length;
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const tries = world.logs.slice(from).filter((line) => line.includes('dialling the gateway failed')).length;
  assert.ok(tries <= 20, `${tries} tries in a second`);
  await gateway.start();
  assert.equal(await reachable(world), 'hello');
});

test('while the EMS is away everything goes on, and the agent finds it again', async () => {
  const first = await runningEms();
  const port = first.running.ports.agent;
  await using origin = await startOrigin(echo);
  await using _ = await testGateway(first, [{ host: 'echo.corp.test', port: origin.port }]);
  await using world = await agentWorld(first);
  await world.enroll();
  await world.until((state) => ready(1)(state) && state.ems.kind === 'connected' && state.ems.lastReport !== null);
  await first.stop();
  await world.until((state) => state.ems.kind === 'waiting');
  assert.equal(await reachable(world, 'echo.corp.test'), 'hello');
  const gatewayPort = { host: '127.0.0.1', port: first.running.ports.gateway };
  const second = await runningEms({
    directory: first.directory,
    settings: { agent: { host: '127.0.0.1', port }, gateway: gatewayPort },
  });
  await world.until((state) => state.ems.kind === 'connected' && state.ems.lastReport !== null);
  assert.equal((await second.admin.call('endpoints', {})).endpoints.length, 1);
  await second.stop();
  await rm(first.directory, { recursive: true, force: true });
});

test('a revoked device takes its names down, closes its tunnels and stops asking', async () => {
  await using ems = await runningEms();
  await using origin = await startOrigin(echo);
  await using _ = await testGateway(ems, [{ host: 'echo.corp.test', port: origin.port }]);
  await using world = await agentWorld(ems);
  const { uid } = await world.enroll();
  await world.until((state) => ready(1)(state) && state.ems.kind === 'connected');
  const { endpoints } = await ems.admin.call('endpoints', {});
  await ems.admin.call('revokeEndpoint', { uid: endpoints[0]?.uid ?? assert.fail(), reason: 'stolen' });
  const state = await world.until((now) => now.enrollment.kind === 'withdrawn');
  assert.ok(state.enrollment.kind === 'withdrawn' && state.enrollment.uid === uid);
  assert.deepEqual([state.destinations, state.gateways, state.tags], [[], [], []]);
  assert.equal(await world.hostsText(), userHosts);
});

test('after unenrolling nothing is left; the device can enroll again', async () => {
  await using ems = await runningEms();
  await using origin = await startOrigin(echo);
  await using _ = await testGateway(ems, [{ host: 'echo.corp.test', port: origin.port }]);
  await using world = await agentWorld(ems);
  const { serial } = await world.enroll();
  await world.until(ready(1));
  assert.deepEqual(await world.cli.call('unenroll', {}), { told: true });
  assert.equal(await world.hostsText(), userHosts);
  const saved = JSON.parse(await readFile(path.join(world.directory, 'data', 'agent.json'), 'utf8'));
  assert.equal(saved.identity, null);
  const again = await world.enroll();
  assert.notEqual(again.serial, serial);
  await world.until(ready(1));
});

test('a certificate that fell due while the agent was away is renewed with a new key, and the new one carries', async () => {
  await using ems = await runningEms();
  await using origin = await startOrigin(echo);
  await using _ = await testGateway(ems, [{ host: 'echo.corp.test', port: origin.port }]);
  await using world = await agentWorld(ems);
  const { uid, serial } = await world.enroll();
  await world.until(ready(1));
  await world.stopAgent();
  const file = path.join(world.directory, 'data', 'agent.json');
  const saved = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...saved, identity: { ...saved.identity, renewAt: Date.now() - 1 } }));
  await world.startAgent();
  const state = await world.until((now) => now.enrollment.kind === 'enrolled' && now.enrollment.serial !== serial);
  assert.ok(state.enrollment.kind === 'enrolled' && state.enrollment.uid === uid);
  const after = JSON.parse(await readFile(file, 'utf8'));
  assert.notEqual(after.identity.key, saved.identity.key);
  await world.until(ready(1));
  assert.equal(await reachable(world), 'hello');
});

test('a device that slept past the end of its certificate goes on by itself within 30 days, and not later', async () => {
  const clock = movedClock();
  await using ems = await runningEms({ clock });
  await using world = await agentWorld(ems, {}, clock);
  const { serial } = await world.enroll();
  await world.stopAgent();
  clock.forward(119 * dayMs);
  await world.startAgent();
  const awake = await world.until((now) => now.ems.kind === 'connected' && serialOf(now) !== serial);

  await world.stopAgent();
  clock.forward(121 * dayMs);
  await world.startAgent();
  await untilLogged(world.logs, 'the certificate could not be renewed');
  const late = await world.until((now) => now.ems.kind !== 'off' && now.ems.kind !== 'connected');
  assert.equal(serialOf(late), serialOf(awake));
  const { findings } = await world.cli.call('doctor', {});
  assert.equal(findings.find(({ check }) => check === 'enrolment')?.outcome, 'problem');
});

function serialOf({ enrollment }: AgentState): string | null {
  return enrollment.kind === 'enrolled' ? enrollment.serial : null;
}

async function untilLogged(lines: readonly string[], phrase: string): Promise<void> {
  while (!lines.some((line) => line.includes(phrase))) await new Promise((resolve) => setTimeout(resolve, 10));
}
