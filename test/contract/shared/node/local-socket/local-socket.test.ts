import assert from 'node:assert/strict';
import { lstat, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { silentLog } from '../../../../../shared/log.ts';
import { connectLocal } from '../../../../../shared/node/local-socket/client.ts';
import { serveLocal } from '../../../../../shared/node/local-socket/server.ts';
import { contract, rawClient, world } from './world.ts';

const hello = { type: 'hello', contract: 'trial', version: 3 };

test('a command is answered, and the caller is the one whom the kernel names', async () => {
  await using there = await world();
  await using client = await connectLocal(contract, there.path);
  assert.equal(client.product, 'trial 0.0.1');
  assert.deepEqual(await client.call('whoAmI', {}), { uid: process.getuid?.(), pid: process.pid });
  assert.deepEqual(await client.call('double', { number: 21 }), { number: 42 });
});

test('the socket has its mode, lies in a directory that only its owner may change, and goes with the server', async () => {
  await using there = await world({ mode: 0o600 });
  assert.equal((await stat(there.path)).mode & 0o777, 0o600);
  assert.equal((await stat(path.dirname(there.path))).mode & 0o777, 0o755);
  await there.server[Symbol.asyncDispose]();
  await assert.rejects(lstat(there.path), { code: 'ENOENT' });
});

test('a command above the rights of the caller is refused', async () => {
  await using there = await world();
  await using client = await connectLocal(contract, there.path);
  await assert.rejects(client.call('destroy', {}), { code: 'command-not-allowed' });
});

test('a check of rights that breaks refuses, events too', async () => {
  const authorize = () => {
    throw new Error('broken');
  };
  await using there = await world({ authorize });
  await using client = await connectLocal(contract, there.path);
  let told = 0;
  client.on('state', () => {
    told += 1;
  });
  await assert.rejects(client.call('whoAmI', {}), { code: 'command-not-allowed' });
  there.server.publish('state', { revision: 2 });
  await assert.rejects(client.call('whoAmI', {}), { code: 'command-not-allowed' });
  assert.equal(told, 0);
});

test('an unknown command, also one that every object has, is answered as unknown', async () => {
  await using there = await world();
  const { whoAmI } = contract.commands;
  const larger = { ...contract, commands: { nothing: whoAmI, constructor: whoAmI, hasOwnProperty: whoAmI } };
  await using client = await connectLocal(larger, there.path);
  await assert.rejects(client.call('nothing', {}), { code: 'command-unknown' });
  await assert.rejects(client.call('constructor', {}), { code: 'command-unknown' });
  await assert.rejects(client.call('hasOwnProperty', {}), { code: 'command-unknown' });
});

test('an unknown field of a command, and a wrong value, are refused before the handler', async () => {
  await using there = await world();
  await using client = await connectLocal(contract, there.path);
  const surplus = { number: 1, uid: 0 };
  await assert.rejects(client.call('double', surplus), { code: 'command-invalid' });
  await assert.rejects(client.call('double', { number: Number.NaN }), { code: 'command-invalid' });
});

test('a handler that answers another shape tells its caller nothing of it', async () => {
  await using there = await world();
  await using client = await connectLocal(contract, there.path);
  await assert.rejects(client.call('lie', {}), { code: 'command-failed' });
});

test('a request before hello, an unknown field of the envelope and no JSON end the connection with a reason', async () => {
  await using there = await world();
  const openings: ((say: (value: unknown) => void, write: (bytes: Buffer) => void) => void)[] = [
    (say) => say({ type: 'request', id: 1, command: 'whoAmI', params: {} }),
    (say) => say({ ...hello, uid: 0 }),
    (say) => [hello, hello].forEach(say),
    (_say, write) => write(Buffer.from([0, 0, 0, 1, 0x7b])),
  ];
  for (const opening of openings) {
    const { say, socket, all } = await rawClient(there.path);
    opening(say, (bytes) => socket.write(bytes));
    const last = (await all).at(-1) as { type: string; error: { code: string } };
    assert.deepEqual([last.type, last.error.code], ['refused', 'socket-protocol']);
  }
});

test('a client that says another version is told that it is one', async () => {
  await using there = await world();
  const { say, all } = await rawClient(there.path);
  say({ ...hello, version: 4 });
  const last = (await all).at(-1) as { type: string; error: { code: string } };
  assert.deepEqual([last.type, last.error.code], ['refused', 'socket-version']);
});

test('an announced frame of 1 GB is refused at once', async () => {
  await using there = await world();
  const { say, socket, all } = await rawClient(there.path);
  say(hello);
  const announcement = Buffer.alloc(4);
  announcement.writeUInt32BE(1_000_000_000);
  socket.write(announcement);
  const last = (await all).at(-1) as { type: string; error: { code: string } };
  assert.deepEqual([last.type, last.error.code], ['refused', 'socket-protocol']);
});

test('a caller who says nothing is sent away', async () => {
  await using there = await world({ limits: { helloMs: 20 } });
  const { all } = await rawClient(there.path);
  assert.equal(((await all).at(-1) as { type: string }).type, 'refused');
});

test('a subscriber is told the current snapshot first and then every published one', async () => {
  await using there = await world();
  await using client = await connectLocal(contract, there.path);
  const revisions: number[] = [];
  for await (const { revision } of client.events('state')) {
    revisions.push(revision);
    if (revisions.length === 3) break;
    there.server.publish('state', { revision: revision + 1 });
  }
  assert.deepEqual(revisions, [1, 2, 3]);
});

test('each caller is told its own view of an event, first and later; one whose view cannot be made is told nothing', async () => {
  const uids = [1_000, 1_001, 1_002];
  const peerCredentials = () => ({ kind: 'known' as const, pid: 1, uid: uids.shift() ?? 0, gid: 1, groups: null });
  const viewsFor = ({ uid }: { uid: number }) => {
    if (uid === 1_002) throw new Error('broken');
    return { state: ({ revision }: { revision: number }) => ({ revision: revision * 10_000 + uid }) };
  };
  await using there = await world({ peerCredentials, viewsFor });
  const told = new Map<number, number[]>();
  const clients = [];
  for (const uid of [1_000, 1_001, 1_002]) {
    const client = await connectLocal(contract, there.path);
    client.on('state', ({ revision }) => told.set(uid, [...(told.get(uid) ?? []), revision]));
    clients.push(client);
  }
  const [one, two, three] = clients;
  await one?.call('whoAmI', {});
  await two?.call('whoAmI', {});
  there.server.publish('state', { revision: 2 });
  await one?.call('whoAmI', {});
  await two?.call('whoAmI', {});
  assert.deepEqual(Object.fromEntries(told), { 1000: [11_000, 21_000], 1001: [11_001, 21_001] });
  assert.equal((await three?.closed)?.code, 'unexpected');
  for (const client of clients) await client[Symbol.asyncDispose]();
});

test('what nobody looks at is not checked; what somebody looks at is', async () => {
  await using there = await world();
  const wrong: unknown = { revision: 'seven' };
  const publish = () => there.server.publish('state', wrong as { revision: number });
  publish();
  await using client = await connectLocal(contract, there.path);
  await client.call('whoAmI', {});
  assert.throws(publish, TypeError);
});

test('a listener who comes later is told the newest snapshot', async () => {
  await using there = await world();
  await using client = await connectLocal(contract, there.path);
  await client.call('whoAmI', {});
  there.server.publish('state', { revision: 7 });
  await client.call('whoAmI', {});
  const heard: number[] = [];
  client.on('state', ({ revision }) => heard.push(revision));
  assert.deepEqual(heard, [7]);
});

test('a slow reader loses its connection, the others do not', async () => {
  const cutOff = Promise.withResolvers<string>();
  const log = { ...silentLog, warn: cutOff.resolve };
  await using there = await world({ limits: { queuedBytes: 256 * 1024 }, log });
  await using other = await connectLocal(contract, there.path);
  const slow = await rawClient(there.path);
  slow.socket.pause();
  slow.say(hello);
  for (let id = 1; id <= 20; id += 1) slow.say({ type: 'request', id, command: 'blob', params: { bytes: 100_000 } });
  assert.equal(await cutOff.promise, 'a slow reader was cut off');
  slow.socket.destroy();
  assert.deepEqual(await other.call('double', { number: 1 }), { number: 2 });
});

test('more commands at once than the limit are refused, one by one', async () => {
  await using there = await world({ limits: { commandsAtOnce: 2 } });
  await using client = await connectLocal(contract, there.path);
  const stop = new AbortController();
  const waiting = [client.call('wait', {}, stop.signal), client.call('wait', {}, stop.signal)];
  const settled = Promise.allSettled(waiting);
  await assert.rejects(client.call('whoAmI', {}), { code: 'command-failed' });
  stop.abort();
  await settled;
});

test('no more connections than the limit are served, of one user and altogether, and root keeps its places', async () => {
  let uid = 1000;
  const peerCredentials = () => ({ kind: 'known', pid: 1, uid, gid: uid, groups: null }) as const;
  await using there = await world({ limits: { connections: 2, connectionsPerUser: 1 }, peerCredentials });
  await using first = await connectLocal(contract, there.path);
  await assert.rejects(connectLocal(contract, there.path), { code: 'socket-full' });
  uid = 1001;
  await using _second = await connectLocal(contract, there.path);
  uid = 1002;
  await assert.rejects(connectLocal(contract, there.path), { code: 'socket-full' });
  uid = 0;
  await using _root = await connectLocal(contract, there.path);
  assert.deepEqual(await first.call('double', { number: 2 }), { number: 4 });
});

test('a handler is told when its caller has gone', async () => {
  await using there = await world();
  const client = await connectLocal(contract, there.path);
  const call = assert.rejects(client.call('wait', {}), { code: 'command-failed' });
  await client.call('whoAmI', {});
  await client[Symbol.asyncDispose]();
  await call;
  await there.abandoned;
});

test('a caller whom the kernel does not name is refused', async () => {
  await using there = await world({ peerCredentials: () => ({ kind: 'unknown', reason: 'a test' }) });
  await assert.rejects(connectLocal(contract, there.path), { code: 'socket-refused' });
});

test('a client is told that its server stops on purpose, and so is a command that is under way', async () => {
  await using there = await world();
  await using client = await connectLocal(contract, there.path);
  const underWay = assert.rejects(client.call('wait', {}), { code: 'socket-stopping' });
  await client.call('whoAmI', {});
  await there.server[Symbol.asyncDispose]();
  assert.equal((await client.closed)?.code, 'socket-stopping');
  await underWay;
  await assert.rejects(client.call('whoAmI', {}), { code: 'command-failed' });
});

test('a client who reads nothing does not hold up the end of its server', async () => {
  await using there = await world({ limits: { closingMs: 60_000 } });
  const slow = await rawClient(there.path);
  slow.socket.pause();
  slow.say(hello);
  await using other = await connectLocal(contract, there.path);
  for (let id = 1; id <= 20; id += 1) slow.say({ type: 'request', id, command: 'blob', params: { bytes: 100_000 } });
  await other.call('whoAmI', {});
  await there.server[Symbol.asyncDispose]();
  slow.socket.destroy();
});

test('a client of another version, of a missing socket and of something else is told which it is', async () => {
  await using there = await world();
  await assert.rejects(connectLocal({ ...contract, version: 4 }, there.path), { code: 'socket-version' });
  await assert.rejects(connectLocal(contract, `${there.path}.none`, { program: 'trial' }), {
    code: 'socket-not-there',
    message: /none/,
    next: /trial/,
  });
  const link = `${there.path}.link`;
  await symlink(there.path, link);
  await assert.rejects(connectLocal(contract, link), { code: 'socket-protocol' });
});

test('a second server at the same place is refused while the first answers', async () => {
  await using there = await world();
  await assert.rejects(serveLocal(contract, there.options), { code: 'socket-busy' });
  await using client = await connectLocal(contract, there.path);
  assert.deepEqual(await client.call('double', { number: 3 }), { number: 6 });
});

test('a signal closes the server', async () => {
  const stop = new AbortController();
  await using there = await world({ signal: stop.signal });
  await using client = await connectLocal(contract, there.path);
  stop.abort();
  await client.closed;
  await there.server[Symbol.asyncDispose]();
  await assert.rejects(connectLocal(contract, there.path), { code: 'socket-not-there' });
});

test('a missing handler does not compile', () => {
  // @ts-expect-error handlers and authorize are missing
  const incomplete: Parameters<typeof serveLocal<typeof contract>>[1]['handlers'] = { destroy: () => ({}) };
  assert.equal(Object.keys(incomplete).length, 1);
});
