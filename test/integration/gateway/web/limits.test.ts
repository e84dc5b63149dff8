// What a web host refuses to whoever asks for too much, too slowly or again and again; and that others are served meanwhile.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { constants } from 'node:http2';
import { after, before, test } from 'node:test';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { frontTimes } from '../../../../gateway/accept/front.ts';
import { askHttp2, askWeb, connectHttp2 } from './web-clients.ts';
import { startWebWorld, type WebWorld } from './web-world.ts';

let stage: WebWorld;

before(async () => {
  stage = await startWebWorld({ frontTimes: { ...frontTimes, headMs: 400 }, limits: '{streams-per-device: 3}' });
});
after(() => stage?.[Symbol.asyncDispose]());

const get = 'GET / HTTP/1.1\r\nHost: crm.corp.test\r\n\r\n';
const manyFields = Array.from({ length: 101 }, (_, at) => `X-${at}: 1\r\n`).join('');

/** What is sent, after perhaps a whole request, and the code of the answer. */
const rows: readonly (readonly [string, readonly string[], string])[] = [
  ['a head of more than 16 KiB', [`GET / HTTP/1.1\r\nHost: crm.corp.test\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`], '092'],
  ['more than 100 fields', [`GET / HTTP/1.1\r\nHost: crm.corp.test\r\n${manyFields}\r\n`], '091'],
  ['a head that does not end', ['GET / HTTP/1.1\r\nHost: crm.corp.test\r\n'], '093'],
  ['a second head that does not end', [get, 'GET / HTTP/1.1\r\nHost: crm'], '093'],
  ['CONNECT', ['CONNECT crm.corp.test:80 HTTP/1.1\r\nHost: crm.corp.test\r\n\r\n'], '091'],
  ['TRACE', ['TRACE / HTTP/1.1\r\nHost: crm.corp.test\r\n\r\n'], '091'],
];

for (const [what, parts, code] of rows)
  test(`over HTTP/1.1: ${what} is refused with ${code}, and the log says so`, async () => {
    const before = stage.world.accessLog.length;
    const socket = await dial();
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    for (const [at, part] of parts.entries()) {
      socket.write(part);
      // Not pipelined: the first is answered before the second begins.
      if (at < parts.length - 1) await once(socket, 'data');
    }
    await once(socket, 'close');
    assert.match(text, new RegExp(`"code":"${code}"`));
    assert.equal(stage.world.accessLog.slice(before).filter((line) => line.code === code).length, 1);
  });

test('requests that come at once are answered in their order', async () => {
  const socket = await dial();
  let text = '';
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  socket.write(['/1', '/2', '/3'].map((path) => get.replace(' / ', ` ${path} `)).join(''));
  while ((text.match(/"url":"\/\d"/g) ?? []).length < 3) await once(socket, 'data');
  assert.deepEqual(text.match(/"url":"\/\d"/g), ['"url":"/1"', '"url":"/2"', '"url":"/3"']);
  socket.destroy();
});

test('a switch of protocols behind a request that is not answered yet ends the connection', async () => {
  const before = stage.world.accessLog.length;
  const socket = await dial();
  const upgrade = 'GET /ws HTTP/1.1\r\nHost: crm.corp.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
  socket.resume().write(get + upgrade);
  await new Promise((done) => socket.once('close', done));
  assert.ok(stage.world.accessLog.slice(before).some((line) => line.code === '091'));
});

test('a device that asks for more at once than it may is refused with 094', async () => {
  const held: (() => void)[] = [];
  stage.server.serve = (_request, response) => void held.push(() => response.end('late'));
  const session = await connectHttp2(stage.world, stage.user);
  const answers = Array.from({ length: 3 }, () => askHttp2(session, { ':path': '/' }));
  while (held.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal((await askHttp2(session, { ':path': '/' })).code, '094');
  for (const end of held) end();
  assert.deepEqual(
    (await Promise.all(answers)).map(({ body }) => body),
    ['late', 'late', 'late'],
  );
  session.destroy();
});

test('over HTTP/2: who resets streams again and again is refused, and others are served', async () => {
  stage.server.serve = (_request, response) => response.end('fine');
  const before = stage.world.accessLog.length;
  const session = await connectHttp2(stage.world, stage.user);
  const faults = () => stage.world.accessLog.slice(before).filter((line) => line.code === '091').length;
  while (faults() === 0) {
    for (let at = 0; at < 50; at += 1) {
      const stream = session.request({ ':path': '/', ':authority': 'crm.corp.test' });
      stream.on('error', () => undefined);
      stream.close(constants.NGHTTP2_CANCEL);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  session.destroy();
  assert.equal((await askWeb(stage.world, { shown: stage.user })).body, 'fine');
});

async function dial(): Promise<TLSSocket> {
  const { world, user } = stage;
  const socket = connectTls({
    ...{ host: '127.0.0.1', port: world.gateway.port, servername: 'crm.corp.test' },
    ...{ ca: world.pki.fabric.certificatePem, cert: user.certificatePem, key: user.keyPem },
  });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  return socket;
}
