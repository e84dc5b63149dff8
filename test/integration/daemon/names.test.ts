// What the agent changes on the machine, who may use it, and how all of it goes away.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { agentContract } from '../../../shared/agent/agent-contract.ts';
import { connectLocal } from '../../../shared/node/local-socket/client.ts';
import { echo, startOrigin } from '../../doubles/origin.ts';
import { runningEms } from '../../doubles/running-ems.ts';
import { agentWorld, echoThrough, reachable, ready, testGateway, userHosts } from './agent-world.ts';

test('a user who is not one of the device is reset before a byte leaves', async () => {
  await using ems = await runningEms();
  await using origin = await startOrigin(echo);
  await using _ = await testGateway(ems, [{ host: 'echo.corp.test', port: origin.port }]);
  await using world = await agentWorld(ems, { localUsers: ['anna'] });
  await world.enroll();
  await world.until(ready(1));
  world.platform.users.owner = { kind: 'known', uid: 4_242, inode: 1 };
  assert.equal(await echoThrough(world, 'echo.corp.test'), 'ECONNRESET');
  world.platform.users.owner = { kind: 'unknown', reason: 'gone' };
  assert.equal(await echoThrough(world, 'echo.corp.test'), 'ECONNRESET');
  assert.equal(origin.connections.length, 0);
  world.platform.users.known = [{ uid: 4_242, gid: 1, name: 'anna' }];
  world.platform.users.owner = { kind: 'known', uid: 4_243, inode: 1 };
  assert.equal(await echoThrough(world, 'echo.corp.test'), 'ECONNRESET');
});

test('an address that another program holds keeps its name out of the hosts file until it is free', async () => {
  await using ems = await runningEms();
  await using origin = await startOrigin(echo);
  await using _ = await testGateway(ems, [{ host: 'echo.corp.test', port: origin.port }]);
  await using world = await agentWorld(ems, { loopbackRange: '127.235.77.0/24' });
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen({ host: '127.235.77.1', port: origin.port }, resolve));
  await world.enroll();
  await world.until((state) => state.destinations.some((each) => each.state.kind === 'address-taken'));
  assert.equal(await world.hostsText(), userHosts);
  await new Promise<void>((resolve) => squatter.close(() => resolve()));
  await world.until(ready(1));
  assert.match(await world.hostsText(), /127\.235\.77\.1\s+echo\.corp\.test/);
});

test('entries that somebody removes come back; a name that the user maps is a conflict and left alone', async () => {
  await using ems = await runningEms();
  await using origin = await startOrigin(echo);
  await using _ = await testGateway(ems, [
    { host: 'echo.corp.test', port: origin.port },
    { host: 'printer.corp.test', port: origin.port },
  ]);
  await using world = await agentWorld(ems);
  await world.enroll();
  const state = await world.until(ready(1));
  const printer = state.destinations.find((each) => each.destination.host === 'printer.corp.test');
  assert.deepEqual(printer?.state, { kind: 'conflict', line: '10.1.2.3 printer.corp.test' });
  await writeFile(world.hostsFile, userHosts);
  const limit = AbortSignal.timeout(10_000);
  while (!(await world.hostsText()).includes('echo.corp.test')) {
    limit.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

test('after a kill -9 the clean-up program takes our lines away, and a new start goes on', async () => {
  await using ems = await runningEms();
  await using origin = await startOrigin(echo);
  await using _ = await testGateway(ems, [{ host: 'echo.corp.test', port: origin.port }]);
  await using world = await agentWorld(ems, { loopbackRange: '127.235.78.0/24' });
  await world.enroll();
  await world.until(ready(1));
  await world.stopAgent();
  const daemon = path.join(import.meta.dirname, '../../../daemon');
  const places = ['--data', path.join(world.directory, 'data'), '--hosts', world.hostsFile];
  const socket = path.join(world.directory, 'run', 'child.sock');
  const child = spawn(process.execPath, [path.join(daemon, 'main.ts'), ...places, '--socket', socket], {
    stdio: 'ignore',
  });
  const limit = AbortSignal.timeout(15_000);
  while (!(await world.hostsText()).includes('echo.corp.test')) {
    limit.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await using cli = await connectLocal(agentContract, socket);
  assert.ok((await cli.call('doctor', {})).findings.length > 0);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  assert.ok((await world.hostsText()).includes('echo.corp.test'));
  const cleaner = spawn(process.execPath, [path.join(daemon, 'clean-up-main.ts'), ...places], { stdio: 'ignore' });
  assert.equal(await new Promise((resolve) => cleaner.once('exit', resolve)), 0);
  assert.equal(await world.hostsText(), userHosts);
  await world.startAgent();
  await world.until(ready(1));
  assert.equal(await reachable(world, 'echo.corp.test'), 'hello');
});

test('where the hosts file cannot be written the listeners are there all the same, and it says so', async () => {
  await using ems = await runningEms();
  await using origin = await startOrigin(echo);
  await using _ = await testGateway(ems, [{ host: 'echo.corp.test', port: origin.port }]);
  await using world = await agentWorld(ems, { hostsFile: '/proc/stile-no-such-file' });
  await world.enroll();
  const state = await world.until((now) => ready(1)(now) && now.warnings.length > 0);
  assert.ok(state.destinations.every((each) => each.state.kind === 'published' && !each.state.hosts));
  assert.ok(state.warnings.some((each) => each.code === 'hosts-blocked'));
  assert.equal(await reachable(world), 'hello');
});
