// What passes through the access proxy unharmed, over HTTP/1.1 and over HTTP/2.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClientHttp2Session } from 'node:http2';
import { Agent, request as httpsRequest } from 'node:https';
import process from 'node:process';
import { Readable } from 'node:stream';
import { after, afterEach, before, test } from 'node:test';
import { askHttp2, askWeb, connectHttp2 } from './web-clients.ts';
import { echoRequest, startWebWorld, type WebWorld } from './web-world.ts';

let stage: WebWorld;
let http2: ClientHttp2Session;

before(async () => {
  stage = await startWebWorld();
  http2 = await connectHttp2(stage.world, stage.user);
});
after(async () => {
  http2?.destroy();
  await stage?.[Symbol.asyncDispose]();
});
afterEach(() => {
  stage.server.serve = echoRequest;
});

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

interface Passed {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** What is asked, what the server does, and what has to come back over either version. */
const rows: readonly {
  readonly what: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly serve?: Serve;
  readonly expect: (answer: Passed) => void;
}[] = [
  {
    what: 'a request with its path, its query and its fields',
    headers: { 'x-own': 'a', accept: 'text/html' },
    expect: ({ status, body }) => {
      const asked = JSON.parse(body);
      assert.equal(status, 200);
      assert.deepEqual([asked.method, asked.url], ['GET', '/some/path?q=1&q=2']);
      assert.deepEqual([asked.headers['x-own'], asked.headers.accept], ['a', 'text/html']);
      assert.equal(asked.headers['x-forwarded-host'], 'crm.corp.test');
    },
  },
  {
    what: 'a body and its digest',
    method: 'POST',
    body: 'x'.repeat(300_000),
    serve: digest,
    expect: ({ body }) => assert.equal(body, createHash('sha256').update('x'.repeat(300_000)).digest('hex')),
  },
  {
    what: 'status, fields and several cookies',
    serve: (_request, response) => {
      response.writeHead(418, [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
        ['X-Own', 'yes'],
        ['Connection', 'X-Hop'],
        ['X-Hop', 'no'],
      ] as never);
      response.end('tea');
    },
    expect: ({ status, body, headers }) => {
      assert.deepEqual([status, body, headers['x-own'], headers['x-hop']], [418, 'tea', 'yes', undefined]);
      assert.deepEqual(headers['set-cookie'], ['a=1', 'b=2']);
    },
  },
  {
    what: 'the fields of HEAD, length included, and no body',
    method: 'HEAD',
    serve: (_request, response) => void response.writeHead(200, { 'Content-Length': '1234' }).end(),
    expect: ({ status, body, headers }) =>
      assert.deepEqual([status, body, headers['content-length']], [200, '', '1234']),
  },
  {
    what: '204 without a body',
    serve: (_request, response) => void response.writeHead(204).end(),
    expect: ({ status, body }) => assert.deepEqual([status, body], [204, '']),
  },
  {
    what: '304 without a body',
    serve: (_request, response) => void response.writeHead(304, { ETag: '"1"' }).end(),
    expect: ({ status, headers }) => assert.deepEqual([status, headers.etag], [304, '"1"']),
  },
  {
    what: 'an answer that says once too often what it is',
    serve: (request, response) => {
      const twice = 'Content-Type: text/plain\r\nContent-Type: text/html\r\nDate: now\r\nDate: then\r\n';
      request.socket.end(`HTTP/1.1 200 OK\r\n${twice}Content-Length: 2\r\n\r\nok`);
      response.detachSocket(request.socket);
    },
    expect: ({ status, body }) => assert.deepEqual([status, body], [200, 'ok']),
  },
  {
    what: 'an answer without a length, to the end of its connection',
    serve: (request, response) => {
      request.socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end');
      response.detachSocket(request.socket);
    },
    expect: ({ status, body }) => assert.deepEqual([status, body], [200, 'until the end']),
  },
];

for (const { what, method = 'GET', headers = {}, body, serve = echoRequest, expect } of rows) {
  test(`over HTTP/1.1: ${what}`, async () => {
    stage.server.serve = serve;
    const asked = { shown: stage.user, path: '/some/path?q=1&q=2', method, headers };
    expect(await askWeb(stage.world, body === undefined ? asked : { ...asked, body }));
  });
  test(`over HTTP/2: ${what}`, async () => {
    stage.server.serve = serve;
    expect(await askHttp2(http2, { ':path': '/some/path?q=1&q=2', ':method': method, ...headers }, body));
  });
}

test('trailers pass both ways over HTTP/2 and HTTP/1.1', async () => {
  const seen: unknown[] = [];
  stage.server.serve = (request, response) => {
    request.resume().on('end', () => {
      seen.push(request.trailers['x-sum']);
      response.writeHead(200, { Trailer: 'X-Answer' });
      response.write('body');
      response.addTrailers({ 'X-Answer': 'yes' });
      response.end();
    });
  };
  const stream = http2.request({ ':path': '/', ':method': 'POST' }, { waitForTrailers: true } as never);
  stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '1' }));
  stream.end('a body');
  const [trailers] = await once(stream.resume(), 'trailers');
  assert.equal(trailers['x-answer'], 'yes');

  const request = httpsRequest({
    ...{ host: '127.0.0.1', port: stage.world.gateway.port, servername: 'crm.corp.test', method: 'POST', agent: false },
    ...{ ca: stage.world.pki.fabric.certificatePem, cert: stage.user.certificatePem, key: stage.user.keyPem },
    headers: { host: 'crm.corp.test', 'transfer-encoding': 'chunked', trailer: 'X-Sum' },
  });
  request.write('a body');
  request.addTrailers({ 'X-Sum': '2' });
  request.end();
  const [response]: [IncomingMessage] = (await once(request, 'response')) as never;
  await once(response.resume(), 'end');
  assert.equal(response.trailers['x-answer'], 'yes');
  assert.deepEqual(seen, ['1', '2']);
});

test('a client that waits for 100 is told to go on, and one that is refused sends nothing', async () => {
  stage.server.serve = digest;
  const outcome = (shown: WebWorld['user'] | null) =>
    new Promise<string>((resolve, reject) => {
      const request = httpsRequest({
        ...{
          host: '127.0.0.1',
          port: stage.world.gateway.port,
          servername: 'crm.corp.test',
          method: 'PUT',
          agent: false,
        },
        ca: stage.world.pki.fabric.certificatePem,
        ...(shown === null ? {} : { cert: shown.certificatePem, key: shown.keyPem }),
        headers: { host: 'crm.corp.test', expect: '100-continue', 'content-length': '5' },
      });
      request.on('continue', () => request.end('hello'));
      request.on('response', (response) => resolve(String(response.resume().statusCode)));
      request.on('error', reject);
      request.flushHeaders();
    });
  assert.equal(await outcome(stage.user), '200');
  const before = stage.server.requests.length;
  assert.equal(await outcome(null), '403');
  assert.equal(stage.server.requests.length, before);
});

test('a query that no request line can hold is refused', async () => {
  assert.equal((await askHttp2(http2, { ':path': '/a?\u00e9' })).code, '091');
  assert.equal((await askHttp2(http2, { ':path': '/a' })).status, 200);
});

test('a kept connection holds nothing of the requests that it carried', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const warned: Error[] = [];
  const warn = (warning: Error) => warned.push(warning);
  process.on('warning', warn);
  try {
    // More than the listeners that Node lets pass on one socket.
    for (let asked = 0; asked < 12; asked += 1)
      assert.equal((await askWeb(stage.world, { shown: stage.user, agent })).status, 200);
    await new Promise(setImmediate);
  } finally {
    process.off('warning', warn);
    agent.destroy();
  }
  assert.deepEqual(warned, []);
});

test('many requests on one HTTP/2 connection are carried at once', async () => {
  const waiting: ServerResponse[] = [];
  stage.server.serve = (_request, response) => {
    waiting.push(response);
    if (waiting.length === 20) for (const each of waiting) each.end('all');
  };
  const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => askHttp2(http2, { ':path': `/${at}` })));
  assert.deepEqual(new Set(answers.map(({ body }) => body)), new Set(['all']));
});

test('server-sent events come one by one, as they are sent', async () => {
  let send: (text: string) => void = () => undefined;
  stage.server.serve = (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
    send = (text) => response.write(`data: ${text}\n\n`);
  };
  const stream = http2.request({ ':path': '/events' });
  await once(stream, 'response');
  for (const text of ['one', 'two']) {
    const came = once(stream, 'data');
    send(text);
    assert.equal(String((await came)[0]), `data: ${text}\n\n`);
  }
  stream.close();
});

test('an upload is not held in memory: a server that does not read makes the client wait', async () => {
  const reached = Promise.withResolvers<IncomingMessage>();
  stage.server.serve = (request) => reached.resolve(request);
  let made = 0;
  const endless = new Readable({
    read() {
      made += 65_536;
      this.push(Buffer.alloc(65_536));
    },
  });
  const outcome = askHttp2(http2, { ':path': '/', ':method': 'POST' }, endless).catch(() => 'broken off');
  const request = await reached.promise;
  // What can be on the way lies in the buffers of two sockets and of the streams on them.
  let before = -1;
  while (before !== made) {
    before = made;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(made < 32 * 1024 * 1024, `${made} bytes are on their way`);
  endless.destroy();
  request.socket.destroy();
  assert.notEqual(await outcome, null);
});

function digest(request: IncomingMessage, response: ServerResponse): void {
  const hash = createHash('sha256');
  request.on('data', (chunk) => hash.update(chunk));
  request.on('end', () => response.end(hash.digest('hex')));
}
