// Web applications on a device: browsers are told while it is enrolled, and never longer than the agent runs.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gatewayId } from '../../../shared/ids.ts';
import { type GatewayForAgent, startGatewayForAgent } from '../../doubles/gateway-for-agent.ts';
import { echo, type Origin, startOrigin } from '../../doubles/origin.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';
import { type AgentWorld, agentWorld, ready, userHosts } from './agent-world.ts';

const range = '127.235.91.0/24';
let ems: TestEms;
let root: string;
let world: AgentWorld;
/** Where the gateway has its listener for browsers: what comes there goes back. */
let listener: Origin;
/** Where it takes tunnels. */
let tunnels: GatewayForAgent;

before(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'stile-root-'));
  await mkdir(path.join(root, 'etc/chromium'), { recursive: true });
  ems = await runningEms({ settings: { poolIdleMs: 1_000 } });
  listener = await startOrigin(echo);
  const joined = await ems.approvedGateway();
  tunnels = await startGatewayForAgent({ certificatePem: joined.cert, keyPem: joined.key });
  await ems.admin.call('createWebCa', { domains: ['corp.test'], replace: false });
  await ems.admin.call('approveWebHosts', { id: gatewayId.parse(joined.id), hosts: ['crm.corp.test'] });
  await using gateway = ems.gatewayClient({ cert: joined.cert, key: joined.key });
  const crm = { name: 'crm', host: 'crm.corp.test', port: listener.port, kind: 'web' as const, needs: [] };
  await gateway.call('destinations', {
    body: { addresses: [`127.0.0.1:${tunnels.port}`], destinations: [crm] },
  });
  await ems.admin.call('showDestinationTo', { name: 'crm', tags: ['*'], publish: true });
  world = await agentWorld(ems, { browserPolicyRoot: root, loopbackRange: range });
  await world.enroll();
});

after(async () => {
  for (const each of [world, ems, listener, tunnels]) await each?.[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});

const policy = () =>
  readFile(path.join(root, 'etc/chromium/policies/managed/stile.json'), 'utf8').catch(() => 'no policy');
const isTold = () =>
  world.until((state) => ready(1)(state) && state.web.policies.some((each) => each.state === 'written'));

test('the name leads to the gateway through the agent, and browsers are told of it and of the web CA', async () => {
  const state = await isTold();
  const origin = `https://crm.corp.test:${listener.port}`;
  assert.deepEqual(state.web.hosts, [{ host: 'crm.corp.test', port: listener.port }]);
  assert.ok(state.web.ca.kind === 'trusted');
  assert.deepEqual(state.web.ca.domains, ['corp.test']);
  const told = JSON.parse(await policy()) as Record<string, string[]>;
  assert.deepEqual(told.LocalNetworkAccessAllowedForUrls, [origin]);
  const { webCa } = await ems.admin.call('webCa', {});
  assert.equal(told.CACertificates?.length, webCa === null ? 0 : 1);
  const rule = JSON.parse(told.AutoSelectCertificateForUrls?.[0] ?? '{}') as { pattern?: string; filter?: unknown };
  assert.equal(rule.pattern, origin);
  assert.match(JSON.stringify(rule.filter), /^\{"ISSUER":\{"CN":"[^"]+"\}\}$/);
  assert.match(await world.hostsText(), /127\.235\.91\.\d+\s+crm\.corp\.test/);
  assert.equal(await echoed('client hello'), 'client hello');
});

test('the agent that stops takes back what it told browsers, and tells them again when it is back', async () => {
  await isTold();
  await world.stopAgent();
  assert.equal(await policy(), 'no policy');
  assert.equal(await world.hostsText(), userHosts);
  await world.startAgent();
  await isTold();
  assert.match(await policy(), /crm\.corp\.test/);
});

test('what a killed agent told browsers, the clean-up program takes back', async () => {
  await isTold();
  await world.stopAgent();
  const file = path.join(world.directory, 'agent.json');
  const settings = {
    dataDirectory: path.join(world.directory, 'data'),
    socket: path.join(world.directory, 'run', 'child.sock'),
    hostsFile: world.hostsFile,
    browserPolicyRoot: root,
    loopbackRange: range,
  };
  await writeFile(file, JSON.stringify(settings));
  const daemon = path.join(import.meta.dirname, '../../../daemon');
  const child = spawn(process.execPath, [path.join(daemon, 'main.ts'), '--config', file], { stdio: 'ignore' });
  const limit = AbortSignal.timeout(20_000);
  while ((await policy()) === 'no policy') {
    limit.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const killed = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await killed;
  assert.notEqual(await policy(), 'no policy');
  const cleaner = spawn(process.execPath, [path.join(daemon, 'clean-up-main.ts'), '--config', file], {
    stdio: 'ignore',
  });
  assert.equal(await new Promise((resolve) => cleaner.once('exit', resolve)), 0);
  assert.equal(await policy(), 'no policy');
  await world.startAgent();
  await isTold();
});

test('a connection that idles is replaced after the time that the profile says', async () => {
  await isTold();
  const before = tunnels.dials();
  const limit = AbortSignal.timeout(20_000);
  while (tunnels.dials() === before) {
    limit.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

test('with the device its web applications leave: open connections, name, policies', async () => {
  await isTold();
  const socket = connect({ host: await addressOfCrm(), port: listener.port });
  const end = new Promise((resolve) => socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code)));
  await new Promise((resolve) => {
    socket.once('data', resolve);
    socket.write('client hello');
  });
  await world.cli.call('unenroll', {});
  assert.equal(await end, 'ECONNRESET');
  assert.equal(await policy(), 'no policy');
  assert.equal(await world.hostsText(), userHosts);
  assert.deepEqual(world.state().web.hosts, []);
});

async function addressOfCrm(): Promise<string> {
  const state = await world.until(ready(1));
  const [published] = state.destinations;
  assert.ok(published?.state.kind === 'published');
  return published.state.address;
}

async function echoed(text: string): Promise<string> {
  const socket = connect({ host: await addressOfCrm(), port: listener.port });
  const answer = await new Promise((resolve, reject) => {
    socket.once('data', resolve).once('error', reject);
    socket.write(text);
  });
  socket.destroy();
  return String(answer);
}
