// Destinations of the users' own: allowed by the organisation, saved, published, carried by its gateways, and gone again.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { exitCodes } from '../../../cli/exit-codes.ts';
import { runStile } from '../../../cli/run.ts';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { echo, startOrigin } from '../../doubles/origin.ts';
import { runningEms } from '../../doubles/running-ems.ts';
import { recordingTerminal } from '../../unit/cli/recording-terminal.ts';
import {
  type AgentWorld,
  agentWorld,
  echoThrough,
  reachable,
  ready,
  refusedWith,
  testGateway,
  userHosts,
} from './agent-world.ts';

const savedPart = z.object({
  addresses: z.record(z.string(), z.string()),
  personalDestinations: z.array(z.object({ host: z.string() })).default([]),
});

async function savedBy(world: AgentWorld) {
  return savedPart.parse(JSON.parse(await readFile(path.join(world.directory, 'data', 'agent.json'), 'utf8')));
}

const lab = 'lab.corp.test';

/** Whether the agent shows this host so: `personal published`. */
const isShown =
  (wanted: string, host = lab) =>
  (state: AgentState) =>
    state.destinations
      .filter((each) => each.destination.host === host)
      .map((each) => `${each.isPersonal ? 'personal' : 'listed'} ${each.state.kind}`)
      .join() === wanted;

test('what a user adds leads to the gateways of the organisation, for as long as it lets them', async () => {
  await using ems = await runningEms();
  await using origin = await startOrigin(echo);
  const { port } = origin;
  await using _ = await testGateway(ems, [
    { host: 'echo.corp.test', port },
    { host: lab, port },
  ]);
  const list = (tags: string[]) => ems.admin.call('showDestinationTo', { name: 'lab', tags, publish: true });
  const allow = (personalDestinations: boolean) => ems.admin.call('setShellPolicy', { personalDestinations });
  await list([]);
  await using world = await agentWorld(ems);
  const add = (name: string, host: string) =>
    world.cli.call('addPersonalDestination', { name, host, port, kind: 'tcp' });

  await refusedWith('not-enrolled', () => add('lab', lab));
  await world.enroll();
  await world.until(ready(1));
  await refusedWith('personal-destinations-not-allowed', () => add('lab', lab));

  await allow(true);
  await world.until((state) => state.shellPolicy.personalDestinations);
  await refusedWith('personal-destination-refused', () => add('bank', 'www.bank.test'));
  await add('my lab', 'LAB.corp.test');
  await world.until(isShown('personal published'));
  assert.match(await world.hostsText(), /\slab\.corp\.test/);
  assert.equal(await reachable(world, lab), 'hello');

  await world.stopAgent();
  await world.startAgent();
  await world.until(isShown('personal published'));

  // The organisation's own goes first, and the other comes back after it.
  await list(['*']);
  await world.until(isShown('listed published,personal refused'));
  await list([]);
  await world.until(isShown('personal published'));

  await allow(false);
  await world.until(isShown(''));
  assert.doesNotMatch(await world.hostsText(), /lab\.corp\.test/);
  await allow(true);
  await world.until(isShown('personal published'));

  await world.cli.call('unenroll', {});
  assert.equal(await world.hostsText(), userHosts);
  assert.deepEqual((await savedBy(world)).personalDestinations, []);
});

test('only the gateway decides what is there; what is removed leaves nothing', async () => {
  await using ems = await runningEms();
  await using origin = await startOrigin(echo);
  await using _ = await testGateway(ems, [{ host: 'echo.corp.test', port: origin.port }]);
  await ems.admin.call('setShellPolicy', { personalDestinations: true });
  await using world = await agentWorld(ems);
  await world.enroll();
  await world.until(ready(1));
  await reachable(world);
  const stile = async (...args: string[]) => {
    const terminal = recordingTerminal({
      environment: { STILE_AGENT_SOCKET: path.join(world.directory, 'run/agent.sock') },
    });
    const code = await runStile(['destinations', ...args], terminal);
    return { code, text: [...terminal.printed, ...terminal.complained].join('\n') };
  };
  const added = await stile('add', 'nothing', 'nothing.corp.test', String(origin.port));
  assert.equal(added.code, exitCodes.fine, added.text);
  assert.match((await stile()).text, /^nothing +nothing\.corp\.test .* by name, at .*, added here$/m);
  assert.equal(await echoThrough(world, 'nothing.corp.test'), 'ECONNRESET');
  await world.until((state) => state.denials.some(({ denial }) => denial.code === '022'));

  assert.equal((await stile('remove', 'nothing')).code, exitCodes.fine);
  assert.doesNotMatch(await world.hostsText(), /nothing\.corp\.test/);
  const { addresses, personalDestinations } = await savedBy(world);
  assert.deepEqual([Object.keys(addresses), personalDestinations], [['echo.corp.test'], []]);
  assert.match((await stile('remove', 'nothing')).text, /destination-unknown/);
  assert.match((await stile('add', 'x', 'x.corp.test', '0')).text, /command-invalid/);
});
