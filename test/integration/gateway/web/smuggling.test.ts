// What no two readers may read differently: each request is refused, or these very bytes come to the server.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { type RawWorld, startRawWorld } from './raw-world.ts';

let stage: RawWorld;
before(async () => {
  stage = await startRawWorld();
});
after(() => stage?.[Symbol.asyncDispose]());

/** The code or status of each answer, until the connection ends or as many as are wanted were good. */
async function say(bytes: string, most = 2): Promise<readonly string[]> {
  const socket = connectTls({
    host: '127.0.0.1',
    port: stage.world.gateway.port,
    servername: 'raw.corp.test',
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
  });
  let text = '';
  const over = Promise.withResolvers<void>();
  socket.on('error', () => undefined);
  socket.on('close', () => over.resolve());
  socket.on('data', (piece) => {
    text += piece.toString('latin1');
    if (text.endsWith('ok') && answersIn(text).length === most) socket.destroy();
  });
  socket.write(Buffer.from(bytes, 'latin1'));
  await over.promise;
  return answersIn(text);
}

function answersIn(text: string): readonly string[] {
  return text
    .split(/(?=HTTP\/1\.1 )/)
    .filter((answer) => answer !== '')
    .map((answer) => /"code":"([0-9]{3})"/.exec(answer)?.[1] ?? answer.slice(9, 12));
}

/** A connection that is neither answered nor ended is a fault, too. */
const timeout = 10_000;

const get = (fields = '', target = '/') => `GET ${target} HTTP/1.1\r\nHost: raw.corp.test\r\n${fields}\r\n`;
const post = (fields: string, body: string) => `POST / HTTP/1.1\r\nHost: raw.corp.test\r\n${fields}\r\n${body}`;
const second = 'GET /second HTTP/1.1\r\nHost: raw.corp.test\r\n\r\n';
const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';

/** Bytes of a client, and what each connection of the server sees. */
const passed: Readonly<Record<string, readonly [string, string]>> = {
  'a plain request': [get('A: 1\r\n'), 'GET / HTTP/1.1\r\nA: 1\r\nConnection: keep-alive\r\n\r\n'],
  'a body with its length': [
    post('Content-Length: 5\r\n', 'hello'),
    'POST / HTTP/1.1\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello',
  ],
  'a body of no length at all': [
    post('Content-Length: 0\r\n', ''),
    'POST / HTTP/1.1\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n',
  ],
  'chunks, with extensions': [
    post('Transfer-Encoding: chunked\r\n', '5;ext=1\r\nhello\r\n0\r\n\r\n'),
    'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  ],
  'chunked in other letters': [
    post('TRANSFER-ENCODING: Chunked\r\n', '0\r\n\r\n'),
    'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n0\r\n\r\n',
  ],
  'trailers, without those that frame or say who asks': [
    post('Transfer-Encoding: chunked\r\n', '0\r\nX-Sum: 1\r\nX_Stile_Assertion: x\r\nHost: x\r\n\r\n'),
    'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n0\r\nX-Sum: 1\r\n\r\n',
  ],
  'framing in other spellings, which no parser here reads': [
    get('Content_Length: 9\r\nTransfer_Encoding: chunked\r\n'),
    'GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n',
  ],
  'what Connection lists': [
    get('Connection: X-Hop\r\nX-Hop: 1\r\n'),
    'GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n',
  ],
  'an upgrade to h2c as the plain request that it is': [
    get('Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n'),
    'GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n',
  ],
  'a body that looks like a request': [
    post(`Content-Length: ${smuggled.length}\r\n`, smuggled),
    `POST / HTTP/1.1\r\nContent-Length: ${smuggled.length}\r\nConnection: keep-alive\r\n\r\n${smuggled}`,
  ],
};

for (const [what, [sent, expected]] of Object.entries(passed))
  test(`passes: ${what}`, { timeout }, async () => {
    stage.origin.forget();
    assert.deepEqual(await say(sent, 1), ['200']);
    assert.deepEqual(stage.origin.seen(), [expected]);
  });

/** Each is followed by a request that would be fine, and neither comes to the server. */
const refused: Readonly<Record<string, string>> = {
  'Content-Length and Transfer-Encoding': post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
  'Transfer-Encoding and Content-Length': post('Transfer-Encoding: chunked\r\nContent-Length: 5\r\n', '0\r\n\r\n'),
  'two different Content-Lengths': post('Content-Length: 5\r\nContent-Length: 6\r\n', 'hello!'),
  'the same Content-Length twice': post('Content-Length: 5\r\nContent-Length: 5\r\n', 'hello'),
  'a list of Content-Lengths': post('Content-Length: 5, 5\r\n', 'hello'),
  'a signed Content-Length': post('Content-Length: +5\r\n', 'hello'),
  'a negative Content-Length': post('Content-Length: -5\r\n', 'hello'),
  'a hexadecimal Content-Length': post('Content-Length: 0x5\r\n', 'hello'),
  'a Content-Length with a space in it': post('Content-Length: 1 0\r\n', 'hello'),
  'an empty Content-Length': post('Content-Length: \r\n', 'hello'),
  'a Content-Length beyond all numbers': post('Content-Length: 99999999999999999999999\r\n', 'hello'),
  'another transfer encoding': post('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n'),
  'chunked twice in one field': post('Transfer-Encoding: chunked, chunked\r\n', '0\r\n\r\n'),
  'chunked in two fields': post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
  'chunked and identity': post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', '0\r\n\r\n'),
  'almost chunked': post('Transfer-Encoding: xchunked\r\n', '0\r\n\r\n'),
  'chunked in quotes': post('Transfer-Encoding: "chunked"\r\n', '0\r\n\r\n'),
  'a space before the colon': post('Transfer-Encoding : chunked\r\n', '0\r\n\r\n'),
  'a vertical tab before chunked': post('Transfer-Encoding:\x0bchunked\r\n', '0\r\n\r\n'),
  'a NUL in a value': get('A: 1\x002\r\n'),
  'a bare CR in a value': get('A: 1\r2\r\n'),
  'a bare LF at the end of a field': get('A: 1\nB: 2\r\n'),
  'a folded field': get('A: 1\r\n 2\r\n'),
  'a space before a name': `GET / HTTP/1.1\r\n Host: raw.corp.test\r\n\r\n`,
  'a field without a colon': get('nothing\r\n'),
  'a field without a name': get(': x\r\n'),
  'a name with a space': get('A B: x\r\n'),
  'no Host': 'GET / HTTP/1.1\r\n\r\n',
  'two Hosts': get('Host: other.corp.test\r\n'),
  'a Host with credentials': 'GET / HTTP/1.1\r\nHost: a@raw.corp.test\r\n\r\n',
  'a Host with a path': 'GET / HTTP/1.1\r\nHost: raw.corp.test/x\r\n\r\n',
  'a list of Hosts': 'GET / HTTP/1.1\r\nHost: raw.corp.test, other.corp.test\r\n\r\n',
  'a whole address as target': get('', 'http://other.corp.test/'),
  'a whole address with the Host`s own name': get('', 'http://raw.corp.test/'),
  'an asterisk as target': get('', '*'),
  'a target without a slash': get('', 'x'),
  'a target with a space': get('', '/a b'),
  'a target with a control character': get('', '/a\x01b'),
  'a target with bytes beyond ASCII': get('', '/\xe9'),
  'a target that goes up': get('', '/a/../b'),
  'HTTP/1.0': 'GET / HTTP/1.0\r\nHost: raw.corp.test\r\n\r\n',
  'HTTP/1.0 with chunks': 'POST / HTTP/1.0\r\nHost: raw.corp.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'HTTP/1.2': 'GET / HTTP/1.2\r\nHost: raw.corp.test\r\n\r\n',
  'HTTP/0.9': 'GET /\r\n\r\n',
  'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  CONNECT: 'CONNECT other.corp.test:80 HTTP/1.1\r\nHost: raw.corp.test\r\n\r\n',
  'a WebSocket with a body': get(
    'Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 5\r\nSec-WebSocket-Version: 13\r\n',
  ),
  TRACE: 'TRACE / HTTP/1.1\r\nHost: raw.corp.test\r\n\r\n',
  'an unknown method': 'SMUGGLE / HTTP/1.1\r\nHost: raw.corp.test\r\n\r\n',
  'a method in small letters': 'get / HTTP/1.1\r\nHost: raw.corp.test\r\n\r\n',
  'Connection that lists Content-Length': post('Connection: Content-Length\r\nContent-Length: 5\r\n', 'hello'),
  'Connection that lists Host': get('Connection: close, Host\r\n'),
  'Connection that lists Cookie in another spelling': get('Connection: close\r\nConnection: COOKIE\r\nCookie: a=1\r\n'),
  'garbage before the request': '\x00\x01\x02',
};

for (const [what, sent] of Object.entries(refused))
  test(`refused: ${what}`, { timeout }, async () => {
    stage.origin.forget();
    assert.deepEqual(await say(sent + second), ['091']);
    assert.deepEqual(stage.origin.seen(), []);
  });

/** Wrong after their head: it may be on its way, but never whole. */
const broken: Readonly<Record<string, string>> = {
  'a chunk size beyond all numbers': 'FFFFFFFFFFFFFFFFF1\r\nhello\r\n0\r\n\r\n',
  'a chunk size with a sign': '+5\r\nhello\r\n0\r\n\r\n',
  'a chunk size with 0x': '0x5\r\nhello\r\n0\r\n\r\n',
  'a chunk size that ends with a bare LF': '5\nhello\r\n0\r\n\r\n',
  'a chunk longer than its size': '5\r\nhello!\r\n0\r\n\r\n',
  'a chunk that ends without CR': '5\r\nhello\n0\r\n\r\n',
  'a last chunk with a bare LF': '5\r\nhello\r\n0\n\n',
  'an extension with a bare LF': '5;a\nhello\r\n0\r\n\r\n',
};

for (const [what, body] of Object.entries(broken))
  test(`never whole: ${what}`, { timeout }, async () => {
    stage.origin.forget();
    const answers = await say(post('Transfer-Encoding: chunked\r\n', body) + second);
    assert.ok(answers.length <= 1 && answers[0] !== '200', answers.join());
    for (const seen of stage.origin.seen()) assert.doesNotMatch(seen, /\r\n0\r\n\r\n|second/);
  });

test('requests in one flight come one by one, each as itself', async () => {
  stage.origin.forget();
  const length = post('Content-Length: 5\r\n', 'hello');
  assert.deepEqual(await say(length + second), ['200', '200']);
  assert.deepEqual(
    stage.origin
      .seen()
      .join('')
      .match(/(GET|POST) \S+/g),
    ['POST /', 'GET /second'],
  );
});
