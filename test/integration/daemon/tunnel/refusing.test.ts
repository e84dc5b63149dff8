// What local clients and the daemon see when an access is refused or a user may not use the tunnel.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { SocketOwner } from '../../../../native/socket-owner/socket-owner.ts';
import { type GatewayId, gatewayId, hostPort } from '../../../../shared/ids.ts';
import { type Denial, denial } from '../../../../shared/tunnel/denial.ts';
import { frameType } from '../../../../shared/tunnel/frame.ts';
import { freePort } from '../../../doubles/free-port.ts';
import { type Served, startGatewayForAgent } from '../../../doubles/gateway-for-agent.ts';
import { type Credentials, makeThrowawayPki, type ThrowawayPki } from '../../../doubles/throwaway-pki.ts';
import { destinationOf, endOf, localAddress, read, readAll, startAgentSide } from './agent-side.ts';

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

const lacking: Denial = denial.parse({
  code: '065',
  title: 'ZTNA Policy Deny',
  requestId: `req_${'B'.repeat(26)}`,
  destination: 'app.corp.test:80',
  tags: ['trusted'],
  retry: false,
});

const saying = (denied: Denial) => ({
  onOpen: (served: { say: Served['say'] }, stream: number) =>
    served.say(frameType.denied, stream, JSON.stringify(denied)),
});
const denying = saying(lacking);

test('an HTTP client is shown why it was refused, with the sentences of the agent', async () => {
  await using gateway = await startGatewayForAgent(shown, denying);
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port });
  await using _listener = await agent.publish('app.corp.test', port);
  const client = await agent.connect(port);
  client.end('GET / HTTP/1.1\r\nHost: app.corp.test\r\n\r\n');
  const page = await readAll(client);
  assert.match(page, /^HTTP\/1\.1 403 Forbidden\r\n/);
  for (const text of ['ZTNA Policy Deny', '065', lacking.requestId, 'It was refused with 065.', 'Ask &lt;someone&gt;.'])
    assert.ok(page.includes(text), text);
  assert.deepEqual(
    agent.denials.map(({ kind, denial: why }) => [kind, why.code]),
    [['refused', '065']],
  );
});

test('a client of an HTTP destination that has said nothing yet is shown the page, too', async () => {
  await using gateway = await startGatewayForAgent(shown, denying);
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port });
  await using _listener = await agent.publish('app.corp.test', port, 'http');
  const client = await agent.connect(port);
  assert.match(await read(client, 12), /^HTTP\/1\.1 403/);
});

/** What the first gateway says, and whose word stands then. */
for (const [code, stands] of [
  ['022', '065'],
  ['061', '061'],
] as const)
  test(`a no of ${code} ${code === stands ? 'stands' : 'leaves the word to the next gateway'}`, async () => {
    const other = gatewayId.parse(`gw_${'C'.repeat(25)}Q`);
    await using first = await startGatewayForAgent(shown, saying({ ...lacking, code }));
    await using second = await startGatewayForAgent(await pki.gateway(['gw.corp.test'], {}, other), denying);
    await using agent = startAgentSide({ pki, device, gatewayPort: first.port, warmTarget: 0 });
    const at = (id: GatewayId, { port: there }: { readonly port: number }) => ({
      id,
      addresses: [hostPort.parse(`127.0.0.1:${there}`)],
      serverName: 'gw.corp.test',
    });
    agent.tunnels.useGateways([at(pki.gatewayId, first), at(other, second)]);
    const destination = { ...destinationOf(pki, 'app.corp.test', port), gateways: [pki.gatewayId, other] };
    const outcome = await agent.tunnels.listen(destination, localAddress);
    assert.ok(outcome.kind === 'listening');
    const client = await agent.connect(port);
    client.write('SSH-2.0-test\r\n');
    assert.equal(await endOf(client), 'ECONNRESET');
    assert.deepEqual(
      agent.denials.map((record) => record.denial.code),
      [stands],
    );
  });

test('any other client is reset', async () => {
  await using gateway = await startGatewayForAgent(shown, denying);
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port });
  await using _listener = await agent.publish('app.corp.test', port);
  const client = await agent.connect(port);
  client.write('SSH-2.0-test\r\n');
  assert.equal(await endOf(client), 'ECONNRESET');
});

test('a refused stream leaves the connection for the next', async () => {
  await using gateway = await startGatewayForAgent(shown, denying);
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port, warmTarget: 0 });
  await using _listener = await agent.publish('app.corp.test', port);
  for (const _ of [1, 2, 3]) await endOf(await agent.connect(port));
  assert.deepEqual([gateway.dials(), gateway.served[0]?.opens.length], [1, 3]);
});

test('a gateway that refuses the device itself is reported, and its reason shown', async () => {
  const revoked = { ...lacking, code: '063', destination: null };
  await using gateway = await startGatewayForAgent(shown, { refuse: revoked });
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port });
  await using _listener = await agent.publish('app.corp.test', port);
  const client = await agent.connect(port);
  client.write('GET / HTTP/1.1\r\n\r\n');
  assert.match(await readAll(client), /Code 063/);
  client.end();
  assert.equal(agent.denials[0]?.denial.code, '063');
  await agent.until(() => agent.gateways()[0]?.link.kind === 'failing');
  const link = agent.gateways()[0]?.link;
  assert.equal(link?.kind === 'failing' ? link.failure.code : null, 'gateway-refused');
});

test('whoever may not use the tunnel is reset, and no gateway hears of it', async () => {
  const owners: readonly (() => Promise<SocketOwner>)[] = [
    async () => ({ kind: 'known', uid: 33, inode: 1 }),
    async () => ({ kind: 'unknown', reason: 'gone' }),
    async () => {
      throw new Error('netlink is away');
    },
  ];
  await using gateway = await startGatewayForAgent(shown);
  for (const ownerOf of owners) {
    const mayUse = async (uid: number) => uid === 1000;
    await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port, ownerOf, mayUse, warmTarget: 0 });
    await using _listener = await agent.publish('app.corp.test', port);
    // The reset may come before the client has noticed that it is connected.
    const end = await agent.connect(port).then(endOf, (error: NodeJS.ErrnoException) => error.code);
    assert.equal(end, 'ECONNRESET', String(ownerOf));
  }
  assert.equal(gateway.dials(), 0);
});

test('a gateway with the certificate of another is not trusted, and is told nothing', async () => {
  const other = await pki.gateway(['gw.corp.test'], { sanUri: pki.uri({ kind: 'machine' }) });
  await using gateway = await startGatewayForAgent(other);
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port });
  await using _listener = await agent.publish('app.corp.test', port);
  const client = await agent.connect(port);
  assert.equal(await endOf(client), 'ECONNRESET');
  await agent.until(() => agent.gateways()[0]?.link.kind === 'failing');
  const link = agent.gateways()[0]?.link;
  assert.equal(link?.kind === 'failing' ? link.failure.code : null, 'gateway-not-trusted');
  assert.equal(gateway.served.length, 0);
});

test('a taken address is a value, and disposing a listener resets what came through it', async () => {
  await using gateway = await startGatewayForAgent(shown);
  await using agent = startAgentSide({ pki, device, gatewayPort: gateway.port });
  const listener = await agent.publish('app.corp.test', port);
  const again = await agent.tunnels.listen(destinationOf(pki, 'app.corp.test', port), localAddress);
  assert.equal(again.kind, 'address-taken');
  const client = await agent.connect(port);
  client.write('x');
  await read(client, 1);
  const end = endOf(client);
  await listener[Symbol.asyncDispose]();
  assert.equal(await end, 'ECONNRESET');
});
