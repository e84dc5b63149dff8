// What a gateway makes of frames that are not of stile-tunnel/1: the connection is reset, and one line says so.

import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { frameHeader, frameType } from '../../../shared/tunnel/frame.ts';
import { echo, type Origin, startOrigin } from '../../doubles/origin.ts';
import { dialTunnel, type TunnelClient } from '../gateway/clients.ts';
import { type GatewayWorld, startGatewayWorld } from '../gateway/gateway-world.ts';

let origin: Origin;
let world: GatewayWorld;

before(async () => {
  origin = await startOrigin(echo);
  world = await startGatewayWorld({ destinations: { 'crm.corp.test': origin.port } });
});

after(async () => {
  await world?.[Symbol.asyncDispose]();
  await origin?.[Symbol.asyncDispose]();
});

const opening = (changes: object = {}) =>
  JSON.stringify({ destination: { host: 'crm.corp.test', port: origin.port }, ...changes });

/** On a connection that carries nothing. */
const onIdle: Readonly<Record<string, (client: TunnelClient) => void>> = {
  garbage: ({ socket }) => socket.write(Buffer.alloc(4_096, 0xa5)),
  'HTTP again': ({ socket }) => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
  'type 0': ({ socket }) => socket.write(Uint8Array.of(0, 0, 0, 1, 0, 0)),
  'an unknown type': ({ socket }) => socket.write(Uint8Array.of(10, 0, 0, 1, 0, 0)),
  'a control frame that is too large': ({ socket }) => socket.write(frameHeader(frameType.open, 1, 8_193)),
  'DATA before OPEN': (client) => client.data(1, 'early'),
  'empty DATA before OPEN': (client) => client.data(1, ''),
  'FIN of no stream': (client) => client.send(frameType.fin, 1),
  'CLOSE of no stream': (client) => client.send(frameType.close, 1),
  "the gateway's own OPENED": (client) => client.send(frameType.opened, 1),
  "the gateway's own DENIED": (client) => client.send(frameType.denied, 1),
  "the gateway's own NOTICE": (client) => client.send(frameType.notice, 0),
  'OPEN of stream 0': (client) => client.send(frameType.open, 0, opening()),
  'OPEN without JSON': (client) => client.send(frameType.open, 1, 'no json'),
  'OPEN that is not UTF-8': (client) => client.send(frameType.open, 1, Uint8Array.of(0x22, 0xff, 0x22)),
  'OPEN of another shape': (client) => client.send(frameType.open, 1, '{"destination":"crm.corp.test:80"}'),
  'OPEN of port 0': (client) => client.send(frameType.open, 1, '{"destination":{"host":"crm.corp.test","port":0}}'),
  'OPEN without a host': (client) => client.send(frameType.open, 1, '{"destination":{"host":"","port":80}}'),
  'OPEN of a name without end': (client) =>
    client.send(frameType.open, 1, JSON.stringify({ destination: { host: 'a'.repeat(254), port: 80 } })),
  'OPEN for a user without end': (client) => client.send(frameType.open, 1, opening({ osUser: 'a'.repeat(257) })),
  'a flood of PING': (client) => repeat(300, () => client.send(frameType.ping, 0)),
  'a flood of PONG': (client) => repeat(300, () => client.send(frameType.pong, 0)),
};

for (const [name, commit] of Object.entries(onIdle)) {
  test(`${name} resets an idle connection`, async () => {
    const served = origin.connections.length;
    await expectReset(await dialTunnel(world, world.device), commit);
    assert.equal(origin.connections.length, served);
  });
}

/** On a connection with stream 5, which has been opened and echoes. */
const onStream: Readonly<Record<string, (client: TunnelClient) => void>> = {
  'OPEN of a second stream': (client) => client.send(frameType.open, 6, opening()),
  'OPEN of the same stream': (client) => client.send(frameType.open, 5, opening()),
  'DATA of another stream': (client) => client.data(6, 'stray'),
  'DATA of a stream before it': (client) => client.data(4, 'stray'),
  'DATA of stream 0': (client) => client.data(0, 'stray'),
  'FIN of another stream': (client) => client.send(frameType.fin, 6),
  'a second FIN': (client) => repeat(2, () => client.send(frameType.fin, 5)),
  'DATA after FIN': (client) => {
    client.send(frameType.fin, 5);
    client.data(5, 'late');
  },
  'a flood of empty DATA': (client) => repeat(300, () => client.data(5, '')),
  'a flood of PING': (client) => repeat(300, () => client.send(frameType.ping, 0)),
};

for (const [name, commit] of Object.entries(onStream)) {
  test(`${name} resets a connection that carries a stream, at both ends`, async () => {
    await using lasting = await startOrigin(goesOn);
    await world.configure({ destinations: { 'crm.corp.test': lasting.port } });
    const client = await dialTunnel(world, world.device);
    client.open(5, 'crm.corp.test', lasting.port, 'hello');
    await client.received(5);
    const [served] = lasting.connections;
    const ended = new Promise((resolve) => served?.once('error', resolve));
    await expectReset(client, commit);
    await ended;
    assert.deepEqual([lasting.connections.length, lasting.received()], [1, 5]);
  });
}

/** Does not finish when the device does, so that the stream is still there; and notices when it is reset. */
function goesOn(socket: Socket): void {
  socket.on('data', (chunk) => socket.write(chunk));
  socket.on('end', () => {
    const talking = setInterval(() => socket.write('.'), 5);
    socket.once('close', () => clearInterval(talking));
  });
}

async function expectReset(client: TunnelClient, commit: (client: TunnelClient) => void): Promise<void> {
  const lines = world.accessLog.length;
  commit(client);
  assert.equal(await client.ended, 'ECONNRESET');
  const faults = world.accessLog.slice(lines).filter((line) => line.code !== undefined);
  assert.deepEqual(
    faults.map((line) => [line.action, line.code, line.clientdeviceid]),
    [['deny', '091', world.pki.uid]],
  );
}

test('one who asks without end and reads nothing is reset before the answers fill the memory', async () => {
  const tags = Array.from({ length: 60 }, (_, at) => `${at}`.padStart(64, 'x'));
  const policies = `\n  - {name: p, action: accept, ztna-destination: all, ztna-ems-tag: [${tags.join(', ')}]}`;
  await world.configure({ destinations: { 'crm.corp.test': origin.port }, policies });
  const client = await dialTunnel(world, world.device);
  client.socket.pause();
  let [isOver, stream] = [false, 0];
  void client.ended.then(() => {
    isOver = true;
  });
  while (!isOver) {
    const lines = world.accessLog.length;
    stream += 1;
    client.send(frameType.open, stream, opening());
    // Each is refused before the next one is asked: this is no second stream beside the first.
    while (!isOver && world.accessLog.length === lines) await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(await client.ended, 'ECONNRESET');
  assert.deepEqual(
    world.accessLog.slice(-2).map((line) => line.code),
    ['065', '091'],
  );
});

function repeat(times: number, act: () => unknown): void {
  for (let at = 0; at < times; at += 1) act();
}
