// Who takes a connection and never gets to asking for something.

import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { dialGateway } from '../gateway/clients.ts';
import { type GatewayWorld, startGatewayWorld } from '../gateway/gateway-world.ts';

let world: GatewayWorld;
/** The same gateway, but with time enough to hold many connections. */
let patient: GatewayWorld;

before(async () => {
  const frontTimes = { handshakeMs: 300, anonymousIdleMs: 300, authenticatedIdleMs: 600, headMs: 300 };
  [world, patient] = await Promise.all([
    startGatewayWorld({ destinations: {} }, { frontTimes }),
    startGatewayWorld({ destinations: {} }),
  ]);
});

after(async () => {
  await world?.[Symbol.asyncDispose]();
  await patient?.[Symbol.asyncDispose]();
});

function raw(place: GatewayWorld): Promise<Socket> {
  const socket = connect(place.gateway.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  return new Promise((resolve) => socket.once('connect', () => resolve(socket)));
}

/** The beginning of a record of 512 bytes in which a ClientHello would stand. */
const halfHello = Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]);

/** What a stranger's TCP connection says; nothing of it ends in a handshake. */
const strangers: Readonly<Record<string, (socket: Socket) => void>> = {
  'says nothing': () => undefined,
  'begins a handshake and stops': (socket) => socket.write(halfHello),
  'begins a handshake and ends its half': (socket) => socket.end(halfHello),
  'speaks HTTP without TLS': (socket) => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
  'sends random bytes': (socket) => socket.write(Buffer.alloc(4_096, 0xa5)),
};

for (const [what, act] of Object.entries(strangers)) {
  test(`a connection that ${what} is closed, and there is nothing to account for`, async () => {
    const lines = world.accessLog.length;
    const socket = await raw(world);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    act(socket);
    await closed;
    assert.equal(world.accessLog.length, lines);
  });
}

test('a silent connection is closed, an anonymous one sooner', async () => {
  const order: string[] = [];
  const closed = async (name: string, shown: GatewayWorld['device'] | null) => {
    const socket = await dialGateway(world, shown);
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    order.push(name);
  };
  await Promise.all([closed('known', world.device), closed('anonymous', null)]);
  assert.deepEqual(order, ['anonymous', 'known']);
});

test('one address holds 128 unfinished handshakes; the next is reset and the others stay', async () => {
  const held = await Promise.all(Array.from({ length: 128 }, () => raw(patient)));
  const one = await raw(patient);
  await new Promise((resolve) => one.once('close', resolve));
  assert.equal(held.filter((socket) => socket.destroyed).length, 0);
  for (const socket of held) socket.destroy();
});
