// Clients that do what none does, and many at once: the gateway stays up, says what it refused, and serves everybody else.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import path from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { gatewayAdminContract } from '../../../../shared/gateway/admin-contract.ts';
import { connectLocal, type LocalClient } from '../../../../shared/node/local-socket/client.ts';
import { ended } from '../../../doubles/lonely-daemon.ts';
import { askRaw, encoded, endHeaders, endStream, frame, openRaw, rawFrame } from './raw-http2.ts';
import { askWeb, connectHttp2 } from './web-clients.ts';
import { startWebWorld, type WebWorld } from './web-world.ts';

let stage: WebWorld;
before(async () => {
  stage = await startWebWorld({ limits: '{streams-per-device: 2000, idle-connections-per-device: 64}' });
});
after(() => stage?.[Symbol.asyncDispose]());

const host = 'open.corp.test';
const fields = [
  [':method', 'GET'],
  [':scheme', 'https'],
  [':authority', host],
  [':path', '/'],
] as const;
const get = encoded(fields);

/** Sends frames until the connection is ended; so many at a time that none waits for an answer. */
async function flood(next: Flood): Promise<void> {
  const socket = await openRaw(stage.world);
  const over = new Promise<void>((resolve) => {
    socket.once('end', () => socket.destroy());
    socket.once('close', () => resolve());
  });
  socket.resume();
  for (let number = 1; socket.writable; number += 1) {
    if (!socket.write(next(number))) await Promise.race([once(socket, 'drain'), over]);
    if (number % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(number < 1_000_000, 'nobody ends it');
  }
}

const stream = (number: number) => number * 2 - 1;
type Flood = (number: number) => Buffer;

const floods: Readonly<Record<string, Flood>> = {
  'streams that are reset as soon as they are asked for (CVE-2023-44487)': (number) =>
    Buffer.concat([
      rawFrame(frame.headers, endHeaders | endStream, stream(number), get),
      rawFrame(frame.rstStream, 0, stream(number), Buffer.from([0, 0, 0, 8])),
    ]),
  'a head that never ends (CVE-2024-27316)': (number) =>
    number === 1
      ? rawFrame(frame.headers, 0, 1, get)
      : rawFrame(frame.continuation, 0, 1, encoded([[`x-${number}`, 'y'.repeat(200)]])),
  'a head that never ends, of empty pieces': (number) =>
    number === 1 ? rawFrame(frame.headers, 0, 1, get) : rawFrame(frame.continuation, 0, 1, Buffer.alloc(0)),
  'streams that are malformed': (number) =>
    rawFrame(frame.headers, endHeaders | endStream, stream(number), encoded([...fields, ['connection', 'close']])),
};

for (const [what, one] of Object.entries(floods))
  test(`ends a connection of ${what}`, { timeout: 30_000 }, async () => {
    await flood(one);
    assert.equal((await askWeb(stage.world, { host })).status, 200);
    assert.equal(await sessionsLeft(), 0);
  });

test('settings and pings whose answers nobody takes wait, and hinder nobody', async () => {
  const socket = await openRaw(stage.world);
  const settings = rawFrame(frame.settings, 0, 0, Buffer.alloc(0));
  const pings = rawFrame(frame.ping, 0, 0, Buffer.alloc(8));
  for (let number = 0; number < 50_000; number += 1) socket.write(number % 2 === 0 ? settings : pings);
  assert.equal((await askWeb(stage.world, { host })).status, 200);
  socket.destroy();
});

test('heads that are too large or too many are refused with a code, over either version', async () => {
  const large = { 'x-large': 'y'.repeat(20_000) };
  const many = Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`x-${at}`, 'y']));
  const logged = stage.world.accessLog.length;
  assert.equal((await askWeb(stage.world, { host, headers: large })).code, '092');
  assert.equal((await askWeb(stage.world, { host, headers: many })).code, '091');
  assert.deepEqual(
    stage.world.accessLog.slice(logged).map(({ code }) => code),
    ['092', '091'],
  );
  const told = await askRaw(stage.world, { fields: [...fields, ...Object.entries(many)] });
  assert.match(told, /^(091|stream|connection)$/);
});

test('what one connection may not do is in the log', async () => {
  const logged = stage.world.accessLog.length;
  await flood(floods['streams that are reset as soon as they are asked for (CVE-2023-44487)'] ?? assert.fail());
  await untilTrue(() =>
    stage.world.accessLog.slice(logged).some(({ action, code }) => action === 'deny' && code === '091'),
  );
});

test('1,000 WebSockets at once carry bytes both ways, and end together when the tag is lost', {
  timeout: 60_000,
}, async () => {
  const { world, user, server } = stage;
  server.server.on('upgrade', (_request, socket) => {
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.pipe(socket);
  });
  const sessions: ClientHttp2Session[] = [];
  for (let count = 0; count < 10; count += 1) {
    const session = await connectHttp2(world, user);
    session.on('error', () => undefined);
    if (!session.remoteSettings.enableConnectProtocol) await once(session, 'remoteSettings');
    sessions.push(session);
  }
  const sockets: ReturnType<typeof openWebSocket>[] = [];
  for (const session of sessions) {
    // A hundred at a time: each looks its server up, and the name server of this test has a small queue.
    const hundred = Array.from({ length: 100 }, () => openWebSocket(session));
    assert.deepEqual(new Set(await Promise.all(hundred.map(({ echoed }) => echoed))), new Set(['hello']));
    sockets.push(...hundred);
  }
  assert.equal(await sessionsLeft(1_000), 1_000);
  world.ems.put({ uid: world.pki.uid, tags: [] });
  await Promise.all(sockets.map(({ closed }) => closed));
  assert.equal(await sessionsLeft(), 0);
  world.ems.put({ uid: world.pki.uid, tags: ['trusted'] });
  await world.ems.settled();
  for (const session of sessions) session.destroy();
});

test('an upload is held in no more memory than a little of it', { timeout: 600_000 }, async (context) => {
  const { world, server } = stage;
  let received = 0;
  server.serve = (request, response) => {
    request.on('data', (piece: Buffer) => {
      received += piece.length;
    });
    request.on('end', () => response.end('done'));
  };
  await world.stop();
  const adminSocket = path.join(world.directory, 'own.sock');
  const config = path.join(world.directory, 'gateway.yaml');
  const main = path.resolve(import.meta.dirname, '../../../../gateway/main.ts');
  const child = spawn(
    process.execPath,
    [main, 'run', '--config', config, '--data', world.directory, '--admin-socket', adminSocket],
    { stdio: 'ignore' },
  );
  await using cleaning = new AsyncDisposableStack();
  cleaning.defer(() => ended(child, 'SIGKILL').then(() => undefined));
  const admin = cleaning.use(await adminOf(adminSocket));
  const port = Number((await admin.call('status', {})).listen.split(':').at(-1));
  const place = { ...world, pki: world.pki, gateway: { ...world.gateway, port } };
  while ((await askWeb(place, { host, method: 'POST', body: 'x' }).catch(() => null))?.status !== 200);
  const before = await residentBytes(child.pid ?? 0);
  const began = performance.now();
  await upload(port, uploadBytes);
  const seconds = (performance.now() - began) / 1_000;
  const grown = (await residentBytes(child.pid ?? 0)) - before;
  context.diagnostic(JSON.stringify({ mebibytes: uploadBytes / mebibyte, seconds, grownMebibytes: grown / mebibyte }));
  assert.ok(received > uploadBytes);
  assert.ok(grown < 96 * mebibyte, `${Math.round(grown / mebibyte)} MiB more after ${uploadBytes / mebibyte} MiB`);
});

const mebibyte = 1_048_576;
/** More of it, for docs/performance.md: `STILE_TEST_UPLOAD_MIB=4096`. */
const uploadBytes = Number(process.env.STILE_TEST_UPLOAD_MIB ?? 256) * mebibyte;

async function upload(port: number, bytes: number): Promise<void> {
  const block = Buffer.alloc(mebibyte, 7);
  const request = httpsRequest({
    host: '127.0.0.1',
    port,
    servername: host,
    rejectUnauthorized: false,
    method: 'POST',
    headers: { host, 'content-length': bytes },
  });
  const answered = once(request, 'response');
  for (let sent = 0; sent < bytes; sent += block.length) if (!request.write(block)) await once(request, 'drain');
  request.end();
  const [answer] = await answered;
  assert.equal(answer.statusCode, 200);
  answer.resume();
  await once(answer, 'end');
}

/** The most that it ever had. */
async function residentBytes(pid: number): Promise<number> {
  return Number(/VmHWM:\s+([0-9]+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024;
}

async function adminOf(socket: string): Promise<LocalClient<typeof gatewayAdminContract>> {
  for (;;) {
    const client = await connectLocal(gatewayAdminContract, socket).catch(() => null);
    if (client !== null) return client;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function openWebSocket(session: ClientHttp2Session): {
  readonly echoed: Promise<string>;
  readonly closed: Promise<unknown>;
} {
  const opened: ClientHttp2Stream = session.request(
    {
      ':method': 'CONNECT',
      ':protocol': 'websocket',
      ':scheme': 'https',
      ':authority': 'crm.corp.test',
      ':path': '/socket',
      'sec-websocket-version': '13',
    },
    { endStream: false },
  );
  opened.on('error', () => undefined);
  opened.write('hello');
  return {
    echoed: once(opened, 'data').then(([piece]) => String(piece)),
    closed: new Promise((resolve) => opened.once('close', resolve)),
  };
}

/** How many sessions the gateway has, once there are so many. */
async function sessionsLeft(wanted = 0): Promise<number> {
  await using admin = await connectLocal(gatewayAdminContract, stage.world.adminSocket);
  for (let tries = 0; ; tries += 1) {
    const { sessions } = await admin.call('status', {});
    if (sessions === wanted || tries > 500) return sessions;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function untilTrue(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
