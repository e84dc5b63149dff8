// The local sockets of agent, EMS and gateway, as they really are, against callers who speak wrongly, too much, or not at all.

import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { agentContract } from '../../../shared/agent/agent-contract.ts';
import { emsAdminContract } from '../../../shared/ems/admin-contract.ts';
import { gatewayAdminContract } from '../../../shared/gateway/admin-contract.ts';
import { defaultLimits } from '../../../shared/node/local-socket/limits.ts';
import type { Contract } from '../../../shared/wire/define-contract.ts';
import { encodeFrame } from '../../../shared/wire/frame.ts';
import { rawClient } from '../../contract/shared/node/local-socket/world.ts';
import { type LonelyDaemon, lonelyDaemon } from '../../doubles/lonely-daemon.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';
import { type GatewayWorld, startGatewayWorld } from '../gateway/gateway-world.ts';

const owned = new AsyncDisposableStack();
let ems: TestEms;
let gateway: GatewayWorld;
let daemon: LonelyDaemon;

before(async () => {
  ems = owned.use(await runningEms());
  gateway = owned.use(await startGatewayWorld({ destinations: {} }));
  daemon = owned.use(await lonelyDaemon());
  owned.use(await daemon.start());
});

after(() => owned.disposeAsync());

interface Place {
  readonly contract: Contract;
  readonly path: () => string;
  readonly log: () => readonly string[];
}

const places: Readonly<Record<string, Place>> = {
  agent: { contract: agentContract, path: () => daemon.socket, log: () => daemon.log },
  EMS: { contract: emsAdminContract, path: () => ems.running.adminSocket, log: () => ems.log },
  gateway: { contract: gatewayAdminContract, path: () => gateway.adminSocket, log: () => gateway.log },
};

interface Message {
  readonly type: string;
  readonly id?: number;
  readonly ok?: boolean;
  readonly error?: { readonly code: string; readonly message: string };
}

const helloOf = ({ name, version }: Contract) => ({ type: 'hello', contract: name, version });
const asking = (id: number, command: string, params: unknown = {}) => ({ type: 'request', id, command, params });

function announcing(bytes: number): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(bytes);
  return header;
}

/** What is said, and that the connection ends for it. */
const faults: Readonly<Record<string, (contract: Contract) => readonly Uint8Array[]>> = {
  'HTTP instead of frames': () => [Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
  garbage: () => [Buffer.alloc(4_096, 0xa5)],
  'a frame of 1 GB': (contract) => [encodeFrame(helloOf(contract)), announcing(1_000_000_000)],
  'a frame one byte too large': (contract) => [encodeFrame(helloOf(contract)), announcing(1024 * 1024 + 1)],
  'an empty frame': (contract) => [encodeFrame(helloOf(contract)), announcing(0)],
  'no JSON': (contract) => [encodeFrame(helloOf(contract)), announcing(1), Buffer.from('{')],
  'a request before hello': (contract) => [encodeFrame(asking(1, Object.keys(contract.commands)[0] ?? ''))],
  'a second hello': (contract) => [encodeFrame(helloOf(contract)), encodeFrame(helloOf(contract))],
  'a hello that says who calls': (contract) => [encodeFrame({ ...helloOf(contract), uid: 0 })],
  'a request that says who calls': (contract) => [
    encodeFrame(helloOf(contract)),
    encodeFrame({ ...asking(1, 'status'), caller: { uid: 0 } }),
  ],
  'a field with a name of 500 KB': (contract) => [encodeFrame({ ...helloOf(contract), ['x'.repeat(500_000)]: 1 })],
};

/** Well said, and meant for another. */
const others: Readonly<Record<string, (contract: Contract) => readonly Uint8Array[]>> = {
  'the hello of another version': (contract) => [encodeFrame({ ...helloOf(contract), version: contract.version + 1 })],
  'the hello of another program': (contract) => [encodeFrame({ ...helloOf(contract), contract: 'other' })],
};

for (const [name, { contract, path, log }] of Object.entries(places)) {
  test(`${name}: what is not of its protocol ends the connection with a reason`, async () => {
    for (const [fault, say] of Object.entries(faults)) await expectRefusal(path(), say(contract), fault);
    for (const [fault, say] of Object.entries(others))
      await expectRefusal(path(), say(contract), fault, 'socket-version');
  });

  test(`${name}: every command refuses a field it does not know, and no other command is known`, async () => {
    const commands = Object.keys(contract.commands);
    assert.ok(commands.length > 4);
    const surplus = { 'a field of nobody': 1 };
    const asked = [
      ...commands.map((command) => [command, surplus, 'command-invalid'] as const),
      ...commands.slice(0, 1).map((command) => [command, { ['x'.repeat(500_000)]: 1 }, 'command-invalid'] as const),
      ...commands.slice(0, 1).map((command) => [command, null, 'command-invalid'] as const),
      ...['nothing', 'constructor', '__proto__', 'toString', 'Status', 'status '].map(
        (command) => [command, {}, 'command-unknown'] as const,
      ),
    ];
    const { socket, say, told } = await rawClient(path());
    say(helloOf(contract));
    const responses = () => (told as Message[]).filter((each) => each.type === 'response');
    for (const [at, [command, params]] of asked.entries()) {
      say(asking(at + 1, command, params));
      while (responses().length <= at) await nextTurn();
    }
    socket.destroy();
    const codes = new Map(responses().map((each) => [each.id, each.error?.code]));
    assert.deepEqual(
      asked.map(([command], at) => [command, codes.get(at + 1)]),
      asked.map(([command, , code]) => [command, code]),
    );
    for (const each of responses()) assert.ok(JSON.stringify(each).length < 8_192);
  });

  test(`${name}: one who asks without end and reads nothing is cut off; others are answered`, async () => {
    const { socket, say } = await rawClient(path());
    socket.pause();
    let isOver = false;
    socket.once('close', () => {
      isOver = true;
    });
    say(helloOf(contract));
    const [command = ''] = Object.keys(contract.commands);
    // Each is refused with a thousand letters, so that the queue fills soon.
    const many = Array.from({ length: 30 }, (_, at) =>
      encodeFrame(asking(at + 1, command, { ['x'.repeat(2_000)]: 1 })),
    );
    const batch = Buffer.concat(many);
    while (!isOver) {
      if (!socket.write(batch))
        await new Promise((resolve) => ['drain', 'close'].map((each) => socket.once(each, resolve)));
      await nextTurn();
    }
    assert.equal(log().filter((line) => line.includes('a slow reader was cut off')).length, 1);
    await answered(path(), contract);
  });

  test(`${name}: one user holds so many connections and no more, and those are served`, async () => {
    const most = process.getuid?.() === 0 ? defaultLimits.connections : defaultLimits.connectionsPerUser;
    // The stage's own administrator.
    const own = name === 'EMS' ? 1 : 0;
    const held: Socket[] = [];
    for (let at = 0; at < most - own; at += 1) held.push((await rawClient(path())).socket);
    const { all } = await rawClient(path());
    const told = (await all) as Message[];
    assert.deepEqual(
      told.map((each) => [each.type, each.error?.code]),
      [['refused', 'socket-full']],
    );
    assert.match(told[0]?.error?.message ?? '', /too many connections/);
    const gone = held.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of held) socket.end();
    await Promise.all(gone);
    await answered(path(), contract);
  });
}

test('who does not get as far as hello is sent away', async () => {
  const silent = (contract: Contract) => [[], [encodeFrame(helloOf(contract)).subarray(0, 20)]];
  const waits = Object.values(places).flatMap(({ contract, path }) =>
    silent(contract).map((said) => expectRefusal(path(), said, `${contract.name}, ${said.length}`)),
  );
  await Promise.all(waits);
});

async function expectRefusal(
  path: string,
  said: readonly Uint8Array[],
  about: string,
  code = 'socket-protocol',
): Promise<void> {
  const { socket, all } = await rawClient(path);
  for (const bytes of said) socket.write(bytes);
  const told = (await all) as Message[];
  assert.deepEqual([told.at(-1)?.type, told.at(-1)?.error?.code], ['refused', code], about);
  assert.ok(
    told.every((each) => each.type !== 'response'),
    about,
  );
  assert.ok((told.at(-1)?.error?.message.length ?? 0) < 2_000, about);
}

/** Somebody who speaks as one should is answered. */
async function answered(path: string, contract: Contract): Promise<void> {
  for (;;) {
    const { socket, say, told, all } = await rawClient(path);
    say(helloOf(contract));
    say(asking(1, 'nothing of the kind'));
    const response = () => (told as Message[]).find((each) => each.type === 'response');
    while (response() === undefined && !socket.destroyed) await nextTurn();
    socket.destroy();
    await all;
    if (response()?.error?.code === 'command-unknown') return;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}
