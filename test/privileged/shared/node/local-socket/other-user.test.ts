import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { json } from 'node:stream/consumers';
import { test } from 'node:test';
import { appointedOwner } from '../../../../../shared/node/local-socket/appointed-owner.ts';
import { connectLocal } from '../../../../../shared/node/local-socket/client.ts';
import { contract, world } from '../../../../contract/shared/node/local-socket/world.ts';

const nobody = 65_534;

// Asks without our client, so that it needs no file of the checkout, which that user may not be able to read.
const asking = `
  const frame = (value) => {
    const body = Buffer.from(JSON.stringify(value));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    return Buffer.concat([length, body]);
  };
  const socket = require('node:net').connect(process.argv[1]);
  socket.on('error', (error) => console.log(JSON.stringify({ error: error.code })));
  socket.write(frame({ type: 'hello', contract: 'trial', version: 3 }));
  socket.write(frame({ type: 'request', id: 1, command: process.argv[2], params: {} }));
  let bytes = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= 4 && bytes.length >= 4 + bytes.readUInt32BE()) {
      const message = JSON.parse(bytes.subarray(4, 4 + bytes.readUInt32BE()));
      bytes = bytes.subarray(4 + bytes.readUInt32BE());
      if (message.type !== 'response') continue;
      console.log(JSON.stringify({ pid: process.pid, message }));
      socket.destroy();
    }
  });
`;

async function askAsNobody(socketPath: string, command: string): Promise<unknown> {
  const child = spawn(process.execPath, ['-e', asking, socketPath, command], {
    uid: nobody,
    gid: nobody,
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
  });
  const closed = once(child, 'close');
  const said = await json(child.stdout);
  await closed;
  return said;
}

test('the kernel names another user, and rights are decided by that name', async () => {
  await using there = await world({ authorize: (caller, rights) => rights === 'read' || caller.uid === 0 });
  await chmod(path.dirname(path.dirname(there.path)), 0o755);
  const whoAmI = (await askAsNobody(there.path, 'whoAmI')) as { pid: number; message: unknown };
  assert.deepEqual(whoAmI.message, {
    type: 'response',
    id: 1,
    ok: true,
    result: { uid: nobody, pid: whoAmI.pid },
  });
  const destroy = (await askAsNobody(there.path, 'destroy')) as { message: { error: { code: string } } };
  assert.equal(destroy.message.error.code, 'command-not-allowed');
  await using root = await connectLocal(contract, there.path);
  assert.deepEqual(await root.call('destroy', {}), {});
});

test('an administrators’ socket lets no other user in', async () => {
  await using there = await world({ mode: 0o600 });
  await chmod(path.dirname(path.dirname(there.path)), 0o755);
  assert.deepEqual(await askAsNobody(there.path, 'whoAmI'), { error: 'EACCES' });
});

test('a socket that belongs to another user is not spoken to', async () => {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-foreign-'));
  const server = net.createServer((socket) => socket.destroy()).listen(path.join(directory, 's.sock'));
  await once(server, 'listening');
  await chown(path.join(directory, 's.sock'), nobody, nobody);
  await assert.rejects(connectLocal(contract, path.join(directory, 's.sock')), { code: 'socket-foreign' });
  server.close();
  await rm(directory, { recursive: true });
});

test('a socket of ours that another user’s process serves is not spoken to', async () => {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-foreign-'));
  await chown(directory, nobody, nobody);
  const at = path.join(directory, 's.sock');
  const serving = `require('node:net').createServer().listen(process.argv[1], () => console.log('up'))`;
  const child = spawn(process.execPath, ['-e', serving, at], {
    uid: nobody,
    gid: nobody,
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
  });
  await once(child.stdout, 'data');
  await chown(at, 0, 0);
  await assert.rejects(connectLocal(contract, at), { code: 'socket-foreign', message: /65534/ });
  const closed = once(child, 'close');
  child.kill();
  await closed;
  await rm(directory, { recursive: true });
});

/** The folder that root gave to a service, and what it must not be. */
for (const [situation, above, own, trusted] of [
  ['root’s folder holds it', { uid: 0, mode: 0o755 }, { uid: nobody, mode: 0o755 }, [nobody]],
  ['everybody may make folders beside it', { uid: 0, mode: 0o1777 }, { uid: nobody, mode: 0o755 }, []],
  ['another user’s folder holds it', { uid: nobody, mode: 0o755 }, { uid: nobody, mode: 0o755 }, []],
  ['others may put something into it', { uid: 0, mode: 0o755 }, { uid: nobody, mode: 0o777 }, []],
] as const)
  test(`where ${situation}, the owner of a service’s folder is ${trusted.length === 0 ? 'not ' : ''}trusted`, async () => {
    const outer = await mkdtemp(path.join(os.tmpdir(), 'stile-appointed-'));
    const folder = path.join(outer, 'service');
    await mkdir(folder);
    await chmod(folder, own.mode);
    await chown(folder, own.uid, own.uid);
    await chmod(outer, above.mode);
    await chown(outer, above.uid, above.uid);
    assert.deepEqual(await appointedOwner(path.join(folder, 's.sock')), trusted);
    await rm(outer, { recursive: true });
  });
