// Disconnecting on purpose: names and sessions go at once, posture is still reported, and the EMS hears who and why.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { deviceId } from '../../../shared/ids.ts';
import { echo, startOrigin } from '../../doubles/origin.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';
import { agentWorld, reachable, ready, refusedWith, testGateway, userHosts } from './agent-world.ts';

const isDisconnected = (state: AgentState) => state.disconnected !== null;

async function audited(ems: TestEms, action: string): Promise<readonly string[]> {
  const { entries } = await ems.admin.call('audit', { limit: 100 });
  return entries.filter((each) => each.action === action).map(({ actor, detail }) => `${actor} ${detail}`);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const limit = AbortSignal.timeout(10_000);
  while (!(await isSo())) {
    limit.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a user disconnects: sessions are reset, names go, a restart keeps it, the EMS hears it once; connecting brings all back', async () => {
  await using ems = await runningEms({ settings: { keepaliveMs: 1_000 } });
  await using origin = await startOrigin(echo);
  await using _ = await testGateway(ems, [{ host: 'echo.corp.test', port: origin.port }]);
  await using world = await agentWorld(ems);
  await refusedWith('not-enrolled', () => world.cli.call('disconnect', { reason: 'x' }));
  const { uid } = await world.enroll();
  await world.until(ready(1));
  assert.equal(await reachable(world), 'hello');
  const [found] = world.state().destinations;
  assert.ok(found?.state.kind === 'published');
  const live = connect({ host: found.state.address, port: found.state.port });
  live.write('x');
  await once(live, 'data');
  const ended = once(live, 'error');

  await refusedWith('disconnect-reason-missing', () => world.cli.call('disconnect', { reason: ' ' }));
  await world.cli.call('disconnect', { reason: 'a lab network' });
  const [error] = await ended;
  assert.equal(error.code, 'ECONNRESET');
  assert.equal(await world.hostsText(), userHosts);
  const state = await world.until((each) => isDisconnected(each) && each.destinations.length === 0);
  assert.deepEqual([state.disconnected?.by, state.disconnected?.reason], ['tester', 'a lab network']);
  const before = state.ems.kind === 'connected' ? state.ems.lastReport : null;
  await world.until(({ ems: link }) => link.kind === 'connected' && link.lastReport !== before);
  const { findings } = await world.cli.call('doctor', {});
  assert.ok(findings.some(({ check, detail }) => check === 'disconnected' && detail.includes('a lab network')));

  await world.stopAgent();
  await world.startAgent();
  await world.until((each) => isDisconnected(each) && each.ems.kind === 'connected' && each.ems.lastReport !== null);
  assert.equal(await world.hostsText(), userHosts);
  assert.deepEqual(
    (await audited(ems, 'disconnect')).map((each) => each.replace(/at \S+/, 'then')),
    [`device ${uid} by tester, then a lab network`],
  );
  const shown = await ems.admin.call('showEndpoint', { uid: deviceId.parse(uid) });
  assert.equal(shown.disconnected?.reason, 'a lab network');

  await world.cli.call('connect', {});
  await world.until(ready(1));
  assert.equal(await reachable(world), 'hello');
  await until(async () => (await audited(ems, 'connect')).length === 1);
});
