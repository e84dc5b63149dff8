// How connections to a gateway are kept, reused, dropped and dialled again.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { ProfileGateway } from '../../../../shared/ems/profile.ts';
import { gatewayId, requestId } from '../../../../shared/ids.ts';
import { frameType } from '../../../../shared/tunnel/frame.ts';
import { freePort } from '../../../doubles/free-port.ts';
import { type GatewayForAgent, startGatewayForAgent } from '../../../doubles/gateway-for-agent.ts';
import { type Credentials, makeThrowawayPki, type ThrowawayPki } from '../../../doubles/throwaway-pki.ts';
import { type AgentSide, destinationOf, endOf, localAddress, read, readAll, startAgentSide } from './agent-side.ts';

let pki: ThrowawayPki;
let device: Credentials;
let shown: Credentials;
let port: number;

before(async () => {
  pki = await makeThrowawayPki();
  device = await pki.machine();
  shown = await pki.gateway(['gw.corp.test']);
  port = await freePort(localAddress);
});

async function echoed(agent: AgentSide, text: string): Promise<string> {
  const client = await agent.connect(port);
  client.end(text);
  return await readAll(client);
}

function opensOf(gateway: GatewayForAgent): readonly number[] {
  return gateway.served.map((served) => served.opens.length).filter((opens) => opens > 0);
}

const warm = (agent: AgentSide, count: number) => () =>
  agent.gateways().some(({ link }) => link.kind === 'ready' && link.warm >= count);

test('one connection is ready before anybody connects', async () => {
  await using gateway = await startGatewayForAgent(shown);
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port });
  await using _listener = await agent.publish('app.corp.test', port);
  await agent.until(warm(agent, 1));
  assert.equal(gateway.dials(), 1);
  assert.equal(await echoed(agent, 'x'), 'x');
  await agent.until(warm(agent, 2));
});

test('streams that follow each other share one connection', async () => {
  await using gateway = await startGatewayForAgent(shown);
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port, warmTarget: 0 });
  await using _listener = await agent.publish('app.corp.test', port);
  for (const text of ['one', 'two', 'three']) assert.equal(await echoed(agent, text), text);
  assert.deepEqual([gateway.dials(), opensOf(gateway)], [1, [3]]);
});

test('OPEN says where to and for whom, and carries what the client has said', async () => {
  const order: string[] = [];
  await using gateway = await startGatewayForAgent(shown, {
    onOpen: (served, stream) => {
      order.push('open');
      served.say(frameType.opened, stream, JSON.stringify({ requestId: `req_${'A'.repeat(26)}` }));
    },
    onData: (served, stream, piece) => {
      order.push(Buffer.from(piece).toString());
      served.data(stream, piece);
    },
  });
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port });
  await using _listener = await agent.publish('app.corp.test', port);
  assert.equal(await echoed(agent, 'hello'), 'hello');
  assert.deepEqual(order, ['open', 'hello']);
  const opening = gateway.served.flatMap((served) => served.opens)[0];
  assert.deepEqual(JSON.parse(opening ?? ''), { destination: { host: 'app.corp.test', port }, osUser: 'anna' });
});

test('many streams at once get a connection each', async () => {
  await using gateway = await startGatewayForAgent(shown);
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port });
  await using _listener = await agent.publish('app.corp.test', port);
  const clients = await Promise.all(Array.from({ length: 12 }, () => agent.connect(port)));
  for (const client of clients) client.write('x');
  for (const client of clients) assert.equal(await read(client, 1), 'x');
  assert.equal(opensOf(gateway).length, 12);
});

test('a pooled connection that receives a byte nobody asked for is dropped', async () => {
  const unasked = [
    [frameType.data, 0],
    [frameType.pong, 0],
    [frameType.opened, 1],
  ] as const;
  for (const [type, stream] of unasked) {
    await using gateway = await startGatewayForAgent(shown);
    await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port, warmTarget: 0 });
    await using _listener = await agent.publish('app.corp.test', port);
    await echoed(agent, 'x');
    const [served] = gateway.served;
    assert.ok(served !== undefined);
    const dropped = new Promise((resolve) => served.socket.once('close', resolve));
    served.say(type, stream, 'x');
    await dropped;
    assert.equal(await echoed(agent, 'y'), 'y');
  }
});

test('a notice on a pooled connection is recorded, and the connection stays', async () => {
  await using gateway = await startGatewayForAgent(shown);
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port, warmTarget: 0 });
  await using _listener = await agent.publish('app.corp.test', port);
  await echoed(agent, 'x');
  const asked = `req_${'B'.repeat(26)}`;
  const why = {
    code: '065',
    title: 'ZTNA Policy Deny',
    requestId: asked,
    destination: 'app.corp.test:80',
    retry: false,
  };
  gateway.served[0]?.say(frameType.notice, 0, JSON.stringify(why));
  await agent.until(() => agent.denials.length > 0);
  assert.deepEqual(agent.denials[0]?.denial, why);
  assert.equal(await echoed(agent, 'y'), 'y');
  assert.equal(gateway.dials(), 1);
});

test('a connection that dies without an answer resets the local one, and nothing is sent again', async () => {
  await using gateway = await startGatewayForAgent(shown, { onOpen: (served) => served.socket.destroy() });
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port, warmTarget: 0 });
  await using _listener = await agent.publish('app.corp.test', port);
  const client = await agent.connect(port);
  client.write('once');
  assert.equal(await endOf(client), 'ECONNRESET');
  assert.deepEqual(opensOf(gateway), [1]);
});

test('CLOSE resets the local connection, is recorded, and leaves the connection for the next', async () => {
  const asked = `req_${'B'.repeat(26)}`;
  const why = { code: '084', title: 'Destination Unreachable', requestId: asked, destination: null, retry: true };
  await using gateway = await startGatewayForAgent(shown, {
    onOpen: (served, stream) => served.say(frameType.close, stream, JSON.stringify(why)),
  });
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port, warmTarget: 0 });
  await using _listener = await agent.publish('app.corp.test', port);
  for (const _ of [1, 2]) assert.equal(await endOf(await agent.connect(port)), 'ECONNRESET');
  assert.deepEqual(
    agent.denials.map(({ kind, denial }) => [kind, denial.code]),
    [
      ['cut', '084'],
      ['cut', '084'],
    ],
  );
  assert.deepEqual([gateway.dials(), opensOf(gateway)], [1, [2]]);
});

test('after a gateway was away everything works again, and dials stayed few', async () => {
  const first = await startGatewayForAgent(shown);
  await using agent = startAgentSide({ pki, device, gatewayPort: first.port, random: () => 0.99 });
  await using _listener = await agent.publish('app.corp.test', port);
  await echoed(agent, 'x');
  await agent.until(warm(agent, 3));
  await first[Symbol.asyncDispose]();
  await agent.until(() => agent.gateways()[0]?.link.kind === 'failing');
  const refused = requestId.parse(`req_${'B'.repeat(26)}`);
  const refuse = { code: '096', title: 'Gateway Not Ready', requestId: refused, destination: null, retry: true };
  const between = await startGatewayForAgent(shown, { port: first.port, refuse });
  for (const _ of [1, 2, 3]) assert.equal(await endOf(await agent.connect(port)), 'ECONNRESET');
  // One per stream, and those for the stock, which come ever more rarely.
  assert.ok(between.dials() <= 3 + 8, `${between.dials()} dials`);
  // One for the gateway itself, and one for each connection, which names what it wanted.
  const named = agent.denials.map((record) => record.denial.destination);
  assert.deepEqual(
    [named.filter((each) => each === null).length, named.filter((each) => each !== null).length],
    [1, 3],
  );
  await between[Symbol.asyncDispose]();
  await using second = await startGatewayForAgent(shown, { port: first.port });
  assert.equal(await echoed(agent, 'y'), 'y');
  await agent.until(warm(agent, 2));
  assert.ok(second.dials() <= 8, `${second.dials()} dials`);
});

test('a new certificate replaces warm connections and leaves carried ones alone; none resets everything', async () => {
  await using gateway = await startGatewayForAgent(shown);
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port, warmTarget: 1 });
  await using _listener = await agent.publish('app.corp.test', port);
  const client = await agent.connect(port);
  client.write('x');
  await read(client, 1);
  await agent.until(warm(agent, 1));
  const idle = gateway.served.filter((served) => served.opens.length === 0);
  const dropped = Promise.all(idle.map(({ socket }) => new Promise((resolve) => socket.once('close', resolve))));
  const renewed = await pki.machine();
  agent.tunnels.useIdentity({
    ca: pki.fabric.certificatePem,
    cert: renewed.certificatePem,
    key: renewed.keyPem,
  });
  await dropped;
  client.write('y');
  assert.equal(await read(client, 1), 'y');
  const end = endOf(client);
  agent.tunnels.useIdentity(null);
  assert.equal(await end, 'ECONNRESET');
  assert.equal(await endOf(await agent.connect(port)), 'ECONNRESET');
});

test('the second gateway carries what the first cannot', async () => {
  const otherId = gatewayId.parse(`gw_${'C'.repeat(25)}Q`);
  const other = await pki.gateway(['gw2.corp.test'], {}, otherId);
  await using gateway = await startGatewayForAgent(other);
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port });
  const away = await freePort('127.0.0.1');
  const gateways: readonly ProfileGateway[] = [
    { id: pki.gatewayId, addresses: [`127.0.0.1:${away}`], serverName: 'gw.corp.test' },
    { id: otherId, addresses: [`127.0.0.1:${away}`, `127.0.0.1:${gateway.port}`], serverName: 'gw2.corp.test' },
  ];
  agent.tunnels.useGateways(gateways);
  const destination = { ...destinationOf(pki, 'app.corp.test', port), gateways: [pki.gatewayId, otherId] };
  const outcome = await agent.tunnels.listen(destination, localAddress);
  assert.equal(outcome.kind, 'listening');
  assert.equal(await echoed(agent, 'hello'), 'hello');
  const end = endOf(await agent.connect(port));
  await agent.until(() => agent.sessions().length > 0);
  agent.tunnels.useGateways([]);
  assert.equal(await end, 'ECONNRESET');
});

test('closing leaves no socket behind', async () => {
  await using gateway = await startGatewayForAgent(shown);
  const agent = startAgentSide({ pki, device, gatewayPort: gateway.port });
  await agent.publish('app.corp.test', port);
  const client = await agent.connect(port);
  client.write('x');
  await read(client, 1);
  await agent.until(warm(agent, 2));
  const closed = gateway.served.map(({ socket }) => new Promise((resolve) => socket.once('close', resolve)));
  const end = endOf(client);
  await agent.tunnels[Symbol.asyncDispose]();
  await Promise.all(closed);
  assert.equal(await end, 'ECONNRESET');
  assert.equal(gateway.live(), 0);
  await agent[Symbol.asyncDispose]();
});

test('a gateway that lets in and drops at once is not dialled without end', async () => {
  await using gateway = await startGatewayForAgent(shown, { onUpgraded: ({ socket }) => socket.destroy() });
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port, random: () => 0.99 });
  await agent.until(() => agent.gateways()[0]?.link.kind === 'failing');
  for (let looks = 0; looks < 20; looks += 1) await new Promise((resolve) => setTimeout(resolve, 25));
  assert.ok(gateway.dials() <= 4, `${gateway.dials()} dials`);
});

test('a client that goes away at once is not held against the gateway', async () => {
  await using gateway = await startGatewayForAgent(shown);
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port, warmTarget: 0 });
  await using _listener = await agent.publish('app.corp.test', port);
  const link = () => agent.gateways()[0]?.link.kind;
  const client = await agent.connect(port);
  client.write('x');
  await read(client, 1);
  await agent.until(() => link() === 'ready');
  client.resetAndDestroy();
  await agent.until(() => link() !== 'ready');
  assert.equal(link(), 'idle');
});
