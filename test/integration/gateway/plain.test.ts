// The plain wires, CONNECT and TCP forwarding, when nothing is amiss.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { digest, type Origin, startOrigin } from '../../doubles/origin.ts';
import { ask, dialGateway } from './clients.ts';
import { type GatewayWorld, startGatewayWorld } from './gateway-world.ts';

let hashing: Origin;
let web: Origin;
/** Ends at the first byte, and goes on reading. */
let first: Origin;
/** Sends much, whoever has ended. */
let last: Origin;
const arrived = Promise.withResolvers<number>();
const much = 64 * 1024 * 1024;
let world: GatewayWorld;

before(async () => {
  hashing = await startOrigin(digest);
  web = await startOrigin((socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello'));
  });
  first = await startOrigin((socket) => {
    socket.once('data', () => socket.end('enough'));
    socket.on('end', () => arrived.resolve(socket.bytesRead));
    socket.on('close', () => arrived.resolve(socket.bytesRead));
  });
  last = await startOrigin((socket) => {
    socket.resume();
    Readable.from(blocks(much)).pipe(socket);
  });
  const destinations = {
    'hash.corp.test': hashing.port,
    'web.corp.test': web.port,
    'first.corp.test': first.port,
    'last.corp.test': last.port,
  };
  world = await startGatewayWorld({ destinations });
});

after(async () => {
  for (const one of [world, hashing, web, first, last]) await one?.[Symbol.asyncDispose]();
});

const forwarding = (query: string) =>
  `GET /tcp?${query} HTTP/1.1\r\nHost: gw:9443\r\nUser-Agent: Forticlient\r\nAccept: */*\r\n` +
  'Upgrade: tcp-forwarding/1.0\r\nConnection: Upgrade\r\nCookie:\r\nAuthorization: Basic Og==\r\n\r\n';

test("FortiClient's request gets 101 and then carries bytes, half-close included", async () => {
  const socket = await dialGateway(world, world.device);
  const answer = await ask(socket, forwarding(`address=hash.corp.test&port=${hashing.port}&tls=1`));
  assert.equal(answer.status, 101);
  assert.equal(answer.headers.get('upgrade'), 'tcp-forwarding/1.0');
  assert.equal(answer.headers.get('connection'), 'Upgrade');
  assert.match(answer.headers.get('x-stile-request-id') ?? '', /^req_[A-Z2-7]{26}$/);
  socket.end('abc');
  let got = '';
  for await (const chunk of socket) got += String(chunk);
  assert.equal(got, createHash('sha256').update('abc').digest('hex'));
});

test('the order of parameters does not matter, and unknown ones are ignored', async () => {
  const socket = await dialGateway(world, world.device);
  const answer = await ask(socket, forwarding(`x=1&tls=1&port=${hashing.port}&address=hash.corp.test`));
  assert.equal(answer.status, 101);
  socket.destroy();
});

test('a server may finish first while 64 MiB are still on their way to it: all of them arrive', async () => {
  const socket = await dialGateway(world, world.device);
  await ask(socket, `CONNECT first.corp.test:${first.port} HTTP/1.1\r\nHost: first.corp.test\r\n\r\n`);
  socket.resume();
  await pipeline(Readable.from(blocks(much)), socket, { end: true });
  assert.equal(await arrived.promise, much);
});

test('a client may finish first while 64 MiB are still on their way to it: all of them arrive', async () => {
  const socket = await dialGateway(world, world.device);
  const answer = await ask(socket, `CONNECT last.corp.test:${last.port} HTTP/1.1\r\nHost: last.corp.test\r\n\r\n`);
  socket.end('that was all');
  let received = answer.rest.length;
  for await (const chunk of socket) received += (chunk as Buffer).length;
  assert.equal(received, much);
});

function* blocks(bytes: number): Generator<Buffer> {
  const block = Buffer.alloc(64 * 1024, 7);
  for (let sent = 0; sent < bytes; sent += block.length) yield block;
}

const curl = '/usr/bin/curl';
if (existsSync(curl))
  test('curl goes through CONNECT with the device certificate', async () => {
    const file = async (name: string, content: string) => {
      const full = path.join(world.directory, name);
      await writeFile(full, content, { mode: 0o600 });
      return full;
    };
    const { stdout } = await promisify(execFile)(curl, [
      '--silent',
      '--show-error',
      '--proxytunnel',
      '--proxy',
      `https://gw.corp.test:${world.gateway.port}`,
      '--resolve',
      `gw.corp.test:${world.gateway.port}:127.0.0.1`,
      '--proxy-cacert',
      await file('fabric.pem', world.pki.fabric.certificatePem),
      '--proxy-cert',
      await file('device.pem', world.device.certificatePem),
      '--proxy-key',
      await file('device.key', world.device.keyPem),
      `http://web.corp.test:${web.port}/`,
    ]);
    assert.equal(stdout, 'hello');
  });
