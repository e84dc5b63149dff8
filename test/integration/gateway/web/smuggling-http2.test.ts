// What HTTP/2 can say and HTTP/1 cannot: each request is refused, or these very bytes come to the server.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askRaw, type RawField, type RawStream } from './raw-http2.ts';
import { type RawWorld, startRawWorld } from './raw-world.ts';

let stage: RawWorld;
before(async () => {
  stage = await startRawWorld();
});
after(() => stage?.[Symbol.asyncDispose]());

/** A stream that is neither answered nor ended is a fault, too. */
const timeout = 10_000;

type Over = Partial<Record<':method' | ':scheme' | ':authority' | ':path', string | null>>;

/** Pseudo fields first, those of `over` in their place; null leaves one out. */
function asked(fields: readonly RawField[], over: Over = {}): readonly RawField[] {
  const pseudo = { ':method': 'GET', ':scheme': 'https', ':authority': 'raw.corp.test', ':path': '/', ...over };
  const said = Object.entries(pseudo).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return [...said, ...fields];
}

const get = (...fields: readonly RawField[]): RawStream => ({ fields: asked(fields) });
const like = (over: Over, ...fields: readonly RawField[]): RawStream => ({ fields: asked(fields, over) });
const post = (body: string, ...fields: readonly RawField[]): RawStream => ({
  fields: asked(fields, { ':method': 'POST' }),
  body,
});
const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
const kept = 'Connection: keep-alive\r\n\r\n';

const passed: Readonly<Record<string, readonly [RawStream, string]>> = {
  'a plain request': [get(['a', '1']), `GET / HTTP/1.1\r\na: 1\r\n${kept}`],
  'a body with its length': [
    post('hello', ['content-length', '5']),
    `POST / HTTP/1.1\r\nContent-Length: 5\r\n${kept}hello`,
  ],
  'a body of unknown length': [
    post('hello'),
    `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n${kept}5\r\nhello\r\n0\r\n\r\n`,
  ],
  'cookies in pieces': [get(['cookie', 'a=1'], ['cookie', 'b=2']), `GET / HTTP/1.1\r\nCookie: a=1; b=2\r\n${kept}`],
  'a Host that says the same': [get(['host', 'raw.corp.test']), `GET / HTTP/1.1\r\n${kept}`],
  'look-alikes': [
    get(['x-stile-assertion', 'x'], ['x_stile_assertion', 'x'], ['forwarded', 'x'], ['x_forwarded_for', 'x']),
    `GET / HTTP/1.1\r\n${kept}`,
  ],
  'trailers, without those that say who asks': [
    {
      ...post('hi'),
      trailers: [
        ['x-sum', '1'],
        ['x-stile-assertion', 'x'],
        ['authorization', 'x'],
      ],
    },
    `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n${kept}2\r\nhi\r\n0\r\nx-sum: 1\r\n\r\n`,
  ],
  'a body that looks like a request': [
    post(smuggled, ['content-length', String(smuggled.length)]),
    `POST / HTTP/1.1\r\nContent-Length: ${smuggled.length}\r\n${kept}${smuggled}`,
  ],
  'what looks like a chunk': [
    post('0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n'),
    `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n${kept}1f\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n\r\n0\r\n\r\n`,
  ],
};

for (const [what, [sent, expected]] of Object.entries(passed))
  test(`passes: ${what}`, { timeout }, async () => {
    stage.origin.forget();
    assert.equal(await askRaw(stage.world, sent), '200');
    assert.deepEqual(stage.origin.seen(), [expected]);
  });

/** The library under the gateway drops such a field and reads on; what it says comes to nobody. */
const dropped: Readonly<Record<string, RawField>> = {
  'a name with a space': ['a b', '1'],
  'a name with a line in it': ['a: 1\r\nb', '1'],
  'a name with a colon': ['a:b', '1'],
  'no name': ['', '1'],
  'a line in a value': ['a', '1\r\nTransfer-Encoding: chunked'],
  'a bare LF in a value': ['a', '1\nb: 2'],
  'a bare CR in a value': ['a', '1\rb: 2'],
  'a NUL in a value': ['a', '1\x002'],
};

for (const [what, field] of Object.entries(dropped))
  test(`comes to nobody: ${what}`, { timeout }, async () => {
    stage.origin.forget();
    assert.equal(await askRaw(stage.world, { ...get(field), trailers: [field] }), '200');
    assert.deepEqual(stage.origin.seen(), [`GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n${kept}0\r\n\r\n`]);
  });

const refused: Readonly<Record<string, RawStream>> = {
  'Transfer-Encoding': post('0\r\n\r\n', ['transfer-encoding', 'chunked']),
  'Transfer-Encoding and Content-Length': post('hello', ['transfer-encoding', 'chunked'], ['content-length', '5']),
  Connection: get(['connection', 'close']),
  'Keep-Alive': get(['keep-alive', 'timeout=5']),
  'Proxy-Connection': get(['proxy-connection', 'keep-alive']),
  Upgrade: get(['upgrade', 'websocket']),
  'TE of anything but trailers': get(['te', 'gzip']),
  'two Content-Lengths': post('hello', ['content-length', '5'], ['content-length', '5']),
  'a signed Content-Length': post('hello', ['content-length', '+5']),
  'a list of Content-Lengths': post('hello', ['content-length', '5, 5']),
  'a name in large letters': get(['A', '1']),
  'a pseudo field twice': get([':path', '/other']),
  'a pseudo field after another field': { fields: [['a', '1'], ...asked([])] },
  'a pseudo field that there is none of': get([':other', '1']),
  'a pseudo field of answers': get([':status', '200']),
  'a pseudo field in large letters': get([':PATH', '/']),
  'no path': like({ ':path': null }),
  'an empty path': like({ ':path': '' }),
  'a path without a slash': like({ ':path': 'x' }),
  'a path that is an address': like({ ':path': 'http://other.corp.test/' }),
  'a path with a space': like({ ':path': '/ HTTP/1.1' }),
  'a path with a line in it': like({ ':path': '/ HTTP/1.1\r\nHost: x\r\n\r\nGET /' }),
  'a query with a line in it': like({ ':path': '/?a\r\nb: 1' }),
  'a query with a space': like({ ':path': '/?a b' }),
  'a path that goes up': like({ ':path': '/a/%2e%2e/b' }),
  'no method': like({ ':method': null }),
  'a method with a space': like({ ':method': 'GET /x HTTP/1.1' }),
  'a method with a line in it': like({ ':method': 'GET / HTTP/1.1\r\nA: 1\r\n\r\nGET' }),
  'a method in small letters': like({ ':method': 'get' }),
  'an unknown method': like({ ':method': 'SMUGGLE' }),
  TRACE: like({ ':method': 'TRACE' }),
  CONNECT: { fields: asked([], { ':method': 'CONNECT', ':path': null, ':scheme': null }) },
  'CONNECT with a path': like({ ':method': 'CONNECT' }),
  'CONNECT for another protocol than WebSocket': like({ ':method': 'CONNECT' }, [':protocol', 'h2c']),
  'CONNECT for a protocol with a line in it': like({ ':method': 'CONNECT' }, [':protocol', 'websocket\r\nA: 1']),
  'a protocol without CONNECT': get([':protocol', 'websocket']),
  'no scheme': like({ ':scheme': null }),
  'another scheme': like({ ':scheme': 'http' }),
  'a scheme with a line in it': like({ ':scheme': 'https\r\nA: 1' }),
  'no authority and no Host': like({ ':authority': null }),
  'an authority with credentials': like({ ':authority': 'a@raw.corp.test' }),
  'an authority with a path': like({ ':authority': 'raw.corp.test/x' }),
  'an authority with a line in it': like({ ':authority': 'raw.corp.test\r\nA: 1' }),
  'a Host that says another': get(['host', 'other.corp.test']),
  'two Hosts': like({ ':authority': null }, ['host', 'raw.corp.test'], ['host', 'other.corp.test']),
};

for (const [what, sent] of Object.entries(refused))
  test(`refused: ${what}`, { timeout }, async () => {
    stage.origin.forget();
    assert.match(await askRaw(stage.world, sent), /^(091|stream|connection)$/);
    assert.deepEqual(stage.origin.seen(), []);
  });

/** Its head is good, and may be on its way; what belies it ends it before it is whole. */
const broken: Readonly<Record<string, RawStream>> = {
  'less than its Content-Length': post('abc', ['content-length', '5']),
  'more than its Content-Length': post('abcdefg', ['content-length', '5']),
  'a pseudo field in trailers': { ...post('hi'), trailers: [[':path', '/x']] },
  'Connection in trailers': { ...post('hi'), trailers: [['connection', 'close']] },
};

for (const [what, sent] of Object.entries(broken))
  test(`never whole: ${what}`, { timeout }, async () => {
    stage.origin.forget();
    assert.match(await askRaw(stage.world, sent), /^(091|stream|connection)$/);
    for (const seen of stage.origin.seen()) assert.doesNotMatch(seen, /\r\n0\r\n|abcde|smuggled/);
  });
