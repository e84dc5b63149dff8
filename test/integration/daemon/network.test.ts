// What an agent says of its network: behind a sign-in page, without an address, with its EMS alone out of reach.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freePort } from '../../doubles/free-port.ts';
import { startPublicFront } from '../../doubles/public-front.ts';
import { type Relay, startRelay } from '../../doubles/relay.ts';
import { runningEms } from '../../doubles/running-ems.ts';
import { agentWorld } from './agent-world.ts';

/** An enrolled agent that reaches its EMS by ways that a test can close; what its certificate names leads to the front. */
async function stage() {
  await using opening = new AsyncDisposableStack();
  const front = opening.use(await startPublicFront());
  const port = await freePort('127.0.0.1');
  const ems = opening.use(await runningEms({ settings: { publicUrl: front.url, agentAddress: `localhost:${port}` } }));
  let way: Relay | null = null;
  const open = async () => {
    front.use({ kind: 'open', port: ems.running.ports.public });
    way = await startRelay(ems.running.ports.agent, port);
  };
  const close = async () => {
    await way?.[Symbol.asyncDispose]();
    way = null;
  };
  opening.defer(close);
  await open();
  const world = opening.use(await agentWorld(ems));
  world.platform.network.addresses = ['192.0.2.7'];
  await world.enroll();
  const owned = opening.move();
  return { front, world, open, close, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test('a sign-in page is told with its address, the question gives nothing away, and all is well once it lets through', async () => {
  await using made = await stage();
  const { front, world, open, close } = made;
  await world.until((state) => state.network.kind === 'online');
  assert.deepEqual(front.asked, []);

  front.use({ kind: 'answers', status: 302, headers: { location: 'http://ems.corp.test@portal.test/login?from=ap7' } });
  await close();
  const caught = await world.until((state) => state.network.kind === 'portal');
  assert.deepEqual(caught.network, { kind: 'portal', url: 'http://portal.test/login?from=ap7' });
  const { findings } = await world.cli.call('doctor', {});
  assert.match(findings.find(({ check }) => check === 'network')?.next ?? '', /portal\.test/);

  front.use({ kind: 'answers', status: 200 });
  await world.until((state) => state.network.kind === 'portal' && state.network.url === `${front.url}/reachable`);
  for (const { line, headers } of front.asked) {
    assert.equal(line, 'GET /reachable');
    assert.deepEqual(headers, { host: new URL(front.url).host, connection: 'close' });
  }

  await open();
  const after = await world.until((state) => state.network.kind === 'online');
  assert.equal(after.ems.kind, 'connected');
});

test('an EMS out of reach is no sign-in page; a device without an address is offline until it has one again', async () => {
  await using made = await stage();
  const { front, world, open, close } = made;
  await world.until((state) => state.network.kind === 'online');

  front.use({ kind: 'answers', status: 503 });
  await close();
  await world.until((state) => state.ems.kind === 'waiting' && state.network.kind === 'unknown');
  const before = front.asked.length;
  const unclaimed = await world.until(() => front.asked.length > before + 1);
  assert.equal(unclaimed.network.kind, 'unknown');

  world.platform.network.addresses = ['169.254.7.7', 'fe80::1'];
  await world.until((state) => state.network.kind === 'offline');
  await open();
  world.platform.network.addresses = ['192.0.2.8'];
  await world.until((state) => state.network.kind === 'online');
});
