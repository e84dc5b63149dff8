import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import net from 'node:net';
import process from 'node:process';
import { test } from 'node:test';
import { socketOwnersOfLinux } from '../../../../native/socket-owner/linux.ts';
import type { SocketOwner, SocketOwners, TcpConnection } from '../../../../native/socket-owner/socket-owner.ts';

const nobody = 65_534;

const ways: Record<string, () => SocketOwners> = {
  netlink: () => socketOwnersOfLinux({ procDirectory: '/nonexistent' }),
  'the text tables': () => socketOwnersOfLinux({ openDiag: async () => null }),
};

/** Accepts one connection at 127.235.77.1 made by a process of `uid` that runs `body`, and hands it to `judge`. */
async function withClient(
  uid: number,
  body: string,
  judge: (connection: TcpConnection, socket: net.Socket, pid: number) => Promise<void>,
): Promise<void> {
  const server = net.createServer({ allowHalfOpen: true }).listen(0, '127.235.77.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const accepted = once(server, 'connection');
  const program = `const [port] = process.argv.slice(1); const net = require('node:net'); ${body}`;
  const child = spawn(process.execPath, ['-e', program, String(address.port)], {
    uid,
    gid: uid,
    stdio: 'inherit',
    cwd: '/',
  });
  const ended = once(child, 'exit');
  const [socket] = (await accepted) as [net.Socket];
  socket.on('error', () => undefined);
  const { localAddress = '', localPort = 0, remoteAddress = '', remotePort = 0 } = socket;
  try {
    await judge({ localAddress, localPort, remoteAddress, remotePort }, socket, child.pid ?? 0);
  } finally {
    child.kill();
    socket.destroy();
    server.close();
    await ended;
  }
}

const staying = (host: string) => `net.connect(port, '${host}').on('error', () => undefined);`;

for (const [way, open] of Object.entries(ways)) {
  test(`${way}: the client's user is named, also over a mapped address`, async () => {
    await using owners = open();
    for (const [uid, host] of [
      [nobody, '127.235.77.1'],
      [0, '127.235.77.1'],
      [nobody, '::ffff:127.235.77.1'],
    ] as const) {
      await withClient(uid, staying(host), async (connection) => {
        assert.equal(uidOf(await owners.ownerOfConnection(connection)), uid);
      });
    }
  });

  test(`${way}: a client that closed at once does not pass for root`, async () => {
    await using owners = open();
    const body = `net.connect(port, '127.235.77.1', function () { this.destroy(); });`;
    await withClient(nobody, body, async (connection, socket) => {
      socket.resume();
      await once(socket, 'end');
      const owner = await owners.ownerOfConnection(connection);
      assert.equal(owner.kind, 'unknown');
    });
  });

  test(`${way}: a client that only ended its half is still named`, async () => {
    await using owners = open();
    const body = `const s = new net.Socket({ allowHalfOpen: true }); s.connect(port, '127.235.77.1', () => s.end()); s.resume();`;
    await withClient(nobody, body, async (connection, socket) => {
      socket.resume();
      await once(socket, 'end');
      assert.equal(uidOf(await owners.ownerOfConnection(connection)), nobody);
    });
  });

  test(`${way}: a connection that does not exist has no owner, also where a listener has that port`, async () => {
    await using owners = open();
    await withClient(0, staying('127.235.77.1'), async (connection) => {
      const wrong = { ...connection, localPort: connection.localPort === 1 ? 2 : 1 };
      assert.equal((await owners.ownerOfConnection(wrong)).kind, 'unknown');
      const swapped = {
        ...connection,
        remoteAddress: connection.localAddress,
        remotePort: connection.localPort,
        localPort: 9,
      };
      assert.equal((await owners.ownerOfConnection(swapped)).kind, 'unknown');
    });
  });
}

test('the program that holds the client’s socket is found', async () => {
  await using owners = socketOwnersOfLinux();
  await withClient(nobody, staying('127.235.77.1'), async (connection, _socket, pid) => {
    const owner = await owners.ownerOfConnection(connection);
    assert.equal(owner.kind, 'known');
    if (owner.kind === 'known')
      assert.deepEqual(await owners.programOf(owner), { pid, program: await realpath(process.execPath) });
  });
});

function uidOf(owner: SocketOwner): number | string {
  return owner.kind === 'known' ? owner.uid : owner.reason;
}
