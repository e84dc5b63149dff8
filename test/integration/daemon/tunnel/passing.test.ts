// Connections to web applications: passed to the gateway's listener byte for byte, and ended with everything else.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { mostOfOneUser } from '../../../../daemon/tunnel/passages.ts';
import type { ByteCounters } from '../../../../daemon/tunnel/sessions.ts';
import type { CarriedSession } from '../../../../shared/agent/agent-state.ts';
import { digest, echo, type Origin, pour, startOrigin } from '../../../doubles/origin.ts';
import { makeThrowawayPki, type ThrowawayPki } from '../../../doubles/throwaway-pki.ts';
import { type AgentSide, endOf, readAll, startAgentSide } from './agent-side.ts';

let pki: ThrowawayPki;
let echoing: Origin;
let hashing: Origin;
let pouring: Origin;

before(async () => {
  pki = await makeThrowawayPki();
  echoing = await startOrigin(echo);
  hashing = await startOrigin(digest);
  pouring = await startOrigin(pour);
});

after(async () => {
  for (const origin of [echoing, hashing, pouring]) await origin[Symbol.asyncDispose]();
});

/** An agent whose gateway has its browsers' listener where this server is. */
async function agentBefore(server: Origin, changes: object = {}): Promise<AgentSide> {
  const device = await pki.machine();
  // Nothing takes tunnels at this port: nothing of a web application goes through one.
  const agent = startAgentSide({ pki, device, gatewayPort: 9, warmTarget: 0, ...changes });
  await agent.publish('crm.corp.test', server.port, 'web');
  return agent;
}

async function echoed(client: Socket, text: string): Promise<void> {
  client.write(text);
  const [chunk] = await once(client, 'data');
  assert.equal(String(chunk), text);
}

test('bytes pass as they are, both ways, and each end is passed on by itself', async () => {
  await using agent = await agentBefore(hashing);
  const client = await agent.connect(hashing.port);
  const block = Buffer.alloc(1024 * 1024, 'a browser says this');
  const hash = createHash('sha256');
  for (let at = 0; at < 16; at += 1) {
    hash.update(block);
    if (!client.write(block)) await once(client, 'drain');
  }
  client.end();
  assert.equal(await readAll(client), hash.digest('hex'));
  await agent.until(() => agent.sessions().length === 0);
});

test('a browser that does not read slows the gateway down instead of filling this machine', async () => {
  await using agent = await agentBefore(pouring);
  const client = await agent.connect(pouring.port);
  client.pause();
  const server = await connectionOf(pouring);
  // The kernel's buffers take what they take; then nothing moves any more.
  let before = -1;
  while (server.bytesWritten - server.writableLength !== before) {
    before = server.bytesWritten - server.writableLength;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.ok(before < 64 * 1024 * 1024, `${before} bytes went on`);
  const ended = new Promise((resolve) => server.once('close', resolve));
  client.resetAndDestroy();
  await ended;
});

test('it is shown whose the connection is, and a gateway that resets resets the browser', async () => {
  await using agent = await agentBefore(echoing);
  const client = await agent.connect(echoing.port);
  await echoed(client, 'client hello');
  await agent.until(() => agent.sessions().length === 1);
  const [session] = agent.sessions();
  assert.deepEqual(
    { destination: session?.destination, osUser: session?.osUser, uid: session?.uid },
    { destination: `crm.corp.test:${echoing.port}`, osUser: 'anna', uid: 1000 },
  );
  const end = endOf(client);
  echoing.connections.at(-1)?.resetAndDestroy();
  assert.equal(await end, 'ECONNRESET');
});

/** What ends an access: the browser's connection and the gateway's are reset, and nothing is passed any more. */
const ends: readonly (readonly [string, (agent: AgentSide) => void])[] = [
  ['the device leaves', ({ tunnels }) => tunnels.useIdentity(null)],
  ['the gateway is withdrawn', ({ tunnels }) => tunnels.useGateways([])],
  [
    'the gateway is elsewhere',
    ({ tunnels }) =>
      tunnels.useGateways([{ id: pki.gatewayId, addresses: ['127.0.0.2:9'], serverName: 'gw.corp.test' }]),
  ],
];

for (const [why, act] of ends)
  test(`when ${why}, open connections are reset and new ones are not passed`, async () => {
    await using agent = await agentBefore(echoing);
    const client = await agent.connect(echoing.port);
    await echoed(client, 'client hello');
    const atGateway = echoing.connections.at(-1);
    const gone = new Promise((resolve) => atGateway?.once('close', resolve));
    const end = endOf(client);
    act(agent);
    assert.equal(await end, 'ECONNRESET');
    await gone;
    const count = echoing.connections.length;
    await isReset(agent, echoing.port);
    assert.equal(echoing.connections.length, count);
  });

test('a listener that is closed resets what came through it', async () => {
  await using agent = await agentBefore(hashing);
  const listener = await agent.publish('wiki.corp.test', echoing.port, 'web');
  const client = await agent.connect(echoing.port);
  await echoed(client, 'client hello');
  const end = endOf(client);
  await listener[Symbol.asyncDispose]();
  assert.equal(await end, 'ECONNRESET');
});

test('it is told of from the moment it is joined to its end, without a request id, and never where nobody takes it', async () => {
  const told: unknown[] = [];
  const changes = {
    onCarried: ({ requestId, uid }: CarriedSession, { bytesRead }: ByteCounters, openedInMs: number | null) =>
      told.push({ requestId, uid, bytesRead, openedInMs }),
    onEnded: () => told.push('ended'),
  };
  await using agent = await agentBefore(echoing, changes);
  const client = await agent.connect(echoing.port);
  await echoed(client, 'client hello');
  const carried = [{ requestId: null, uid: 1000, bytesRead: 0, openedInMs: null }];
  assert.deepEqual(told, carried);
  client.resetAndDestroy();
  await agent.until(() => agent.sessions().length === 0 && told.length > 1);
  agent.tunnels.useGateways([]);
  await isReset(agent, echoing.port);
  assert.deepEqual(told, [...carried, 'ended']);
});

test('a gateway that cannot be reached resets the browser, and so does a user who may not', async () => {
  const closed = await startOrigin(echo);
  await closed[Symbol.asyncDispose]();
  await using agent = await agentBefore(closed);
  await isReset(agent, closed.port);
  await using strict = await agentBefore(echoing, { mayUse: async () => false });
  const count = echoing.connections.length;
  await isReset(strict, echoing.port);
  assert.equal(echoing.connections.length, count);
});

test('one user has only so many connections at a time', async () => {
  await using agent = await agentBefore(echoing);
  const clients = await Promise.all(Array.from({ length: mostOfOneUser }, () => agent.connect(echoing.port)));
  await Promise.all(clients.map((client) => echoed(client, 'here')));
  // All are told before one goes: what is told comes a moment later.
  await agent.until(() => agent.sessions().length === mostOfOneUser);
  await isReset(agent, echoing.port);
  await agent.until(() => agent.sessions().length === mostOfOneUser);
  clients[0]?.destroy();
  await agent.until(() => agent.sessions().length === mostOfOneUser - 1);
  await echoed(await agent.connect(echoing.port), 'here');
});

/** A new connection is reset, be it before it is seen as made. */
async function isReset(agent: AgentSide, port: number): Promise<void> {
  const end = await agent.connect(port).then(endOf, (error: NodeJS.ErrnoException) => error.code);
  assert.equal(end, 'ECONNRESET');
}

/** The connection that has just come to a server. */
async function connectionOf(server: Origin): Promise<Socket> {
  for (;;) {
    const found = server.connections.at(-1);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
