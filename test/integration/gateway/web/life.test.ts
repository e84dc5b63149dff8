// What is open on a web host when access ends: it is cut at once, and nothing beside it.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import { Agent, request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { recordOf } from '../../../doubles/ems-for-gateway.ts';
import { askHttp2, askWeb, connectHttp2 } from './web-clients.ts';
import { echoRequest, startWebWorld, type WebWorld, webPolicies } from './web-world.ts';

let stage: WebWorld;
let sockets: WebSocketServer;
let http2: ClientHttp2Session;

before(async () => {
  stage = await startWebWorld();
  sockets = new WebSocketServer({ server: stage.server.server });
  sockets.on('connection', (socket) => socket.on('message', (bytes) => socket.send(`echo ${String(bytes)}`)));
});
after(async () => {
  sockets?.close();
  await stage?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  put({ state: 'active', tags: ['trusted'], revoked: false });
  await stage.world.ems.settled();
  http2 = await connectHttp2(stage.world, stage.user);
});
afterEach(() => {
  http2.destroy();
  stage.server.serve = echoRequest;
});

function put(change: {
  readonly state: 'active' | 'revoked';
  readonly tags: readonly string[];
  readonly revoked: boolean;
}): void {
  const { pki, ems, device } = stage.world;
  const user = recordOf(pki, stage.user, { osUser: 'anna', state: change.revoked ? 'revoked' : 'active' });
  ems.put({ uid: pki.uid, state: change.state, tags: [...change.tags], certificates: [recordOf(pki, device), user] });
}

function clientOptions() {
  const { world, user } = stage;
  return {
    ...{ host: '127.0.0.1', port: world.gateway.port, servername: 'crm.corp.test', agent: false as const },
    ...{ ca: world.pki.fabric.certificatePem, cert: user.certificatePem, key: user.keyPem },
    headers: { host: 'crm.corp.test' },
  };
}

/** A WebSocket through the gateway over HTTP/1.1 that has echoed once. */
async function webSocket(): Promise<WebSocket> {
  const { headers, ...tls } = clientOptions();
  const { host, ...rest } = tls;
  const socket = new WebSocket(`wss://${host}:${tls.port}/ws`, { ...rest, headers });
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send('hello');
  assert.equal(String((await once(socket, 'message'))[0]), 'echo hello');
  return socket;
}

/** An answer without end that has begun, over HTTP/2. */
async function endless(path = '/endless'): Promise<ClientHttp2Stream> {
  const stream = http2.request({ ':path': path });
  stream.on('error', () => undefined);
  await once(stream, 'data');
  stream.resume();
  return stream;
}

function pour(_request: unknown, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  const timer = setInterval(() => response.write('data: x\n\n'), 10);
  response.on('close', () => clearInterval(timer));
}

test('a WebSocket is cut when a tag is lost, and the next request says which', async () => {
  const socket = await webSocket();
  const closed = once(socket, 'close');
  put({ state: 'active', tags: [], revoked: false });
  assert.equal((await closed)[0], 1006);
  const answer = await askWeb(stage.world, { shown: stage.user });
  assert.deepEqual([answer.status, answer.code], [403, '065']);
  const [line] = stage.world.accessLog.filter((each) => each.service === 'web-socket').slice(-1);
  assert.deepEqual([line?.action, line?.code], ['close', '065']);
});

test('a WebSocket over HTTP/2 carries messages, and is cut alone when its policy goes', async () => {
  const stream = http2.request({
    ':method': 'CONNECT',
    ':protocol': 'websocket',
    ':path': '/ws',
    'sec-websocket-version': '13',
  });
  stream.on('error', () => undefined);
  const [head] = await once(stream, 'response');
  assert.equal(head[':status'], 200);
  stream.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]));
  assert.match(String((await once(stream, 'data'))[0]), /echo hi/);
  const closed = once(stream, 'close');
  put({ state: 'active', tags: [], revoked: false });
  await closed;
  assert.equal((await askHttp2(http2, { ':path': '/' })).code, '065');
});

test('a revoked certificate ends the whole HTTP/2 connection', async () => {
  stage.server.serve = pour;
  await endless();
  const closed = new Promise((resolve) => http2.once('close', resolve));
  put({ state: 'active', tags: ['trusted'], revoked: true });
  await closed;
  assert.equal((await askWeb(stage.world, { shown: stage.user })).code, '063');
});

test('a lost tag ends the streams that needed it, and the connection tells of it on the next', async () => {
  stage.server.serve = pour;
  const [one, other] = [await endless('/1'), await endless('/2')];
  const closed = Promise.all([once(one, 'close'), once(other, 'close')]);
  put({ state: 'active', tags: [], revoked: false });
  await closed;
  assert.equal((await askHttp2(http2, { ':path': '/' })).code, '065');
});

test('an upload is cut: the server sees no whole request', async () => {
  const reached = Promise.withResolvers<Duplex>();
  const aborted = Promise.withResolvers<string>();
  stage.server.serve = (request) => {
    reached.resolve(request.socket);
    request.on('end', () => aborted.resolve('whole'));
    request.on('error', () => aborted.resolve('broken'));
    request.resume();
  };
  const request = httpsRequest({ ...clientOptions(), method: 'PUT' });
  const lost = new Promise<string>((resolve) => {
    request.on('error', () => resolve('reset'));
    request.on('response', (response) => resolve(String(response.statusCode)));
  });
  request.write('x'.repeat(10_000));
  await reached.promise;
  put({ state: 'revoked', tags: ['trusted'], revoked: false });
  assert.equal(await aborted.promise, 'broken');
  assert.match(await lost, /^(reset|403)$/);
});

test('a request that waits for its server is told why it waits no longer', async () => {
  const reached = Promise.withResolvers<void>();
  stage.server.serve = () => reached.resolve();
  const answer = askWeb(stage.world, { shown: stage.user });
  await reached.promise;
  put({ state: 'active', tags: [], revoked: false });
  assert.equal((await answer).code, '065');
});

test('a keep-alive connection is judged at its next request', async () => {
  const { askTwice } = await keptConnection();
  put({ state: 'active', tags: [], revoked: false });
  await stage.world.ems.settled();
  assert.equal(await askTwice(), 403);
});

test('a new file that no longer names the server cuts what runs to it', async () => {
  stage.server.serve = pour;
  const stream = await endless();
  const closed = once(stream, 'close');
  await stage.world.configure({
    destinations: {},
    policies: webPolicies.replace('[crm]', '[public]'),
    web: stage.sections(),
  });
  await closed;
  assert.equal((await askHttp2(http2, { ':path': '/' })).code, '061');
  await stage.putRight();
});

/** A connection that has carried one request; the second is asked on the same. */
async function keptConnection(): Promise<{ askTwice(): Promise<number> }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = () =>
    new Promise<{ readonly status: number; readonly reused: boolean }>((resolve, reject) => {
      const request = httpsRequest({ ...clientOptions(), agent }, (response) => {
        response.resume().on('end', () => resolve({ status: response.statusCode ?? 0, reused: request.reusedSocket }));
      });
      request.on('error', reject);
      request.end();
    });
  assert.equal((await ask()).status, 200);
  return {
    async askTwice() {
      const { status, reused } = await ask();
      agent.destroy();
      assert.equal(reused, true);
      return status;
    },
  };
}
