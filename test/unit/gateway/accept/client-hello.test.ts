// Reading the name in a ClientHello: as clients send it, in pieces, and as nobody should.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { before, test } from 'node:test';
import { connect } from 'node:tls';
import fc from 'fast-check';
import { largestHello, readClientHello } from '../../../../gateway/accept/client-hello.ts';

let named: Buffer;
let nameless: Buffer;

before(async () => {
  named = await helloOf('CRM.corp.test');
  nameless = await helloOf('');
});

/** What Node's own client sends first. */
async function helloOf(servername: string): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  assert.ok(bound !== null && typeof bound !== 'string');
  const client = connect({ host: '127.0.0.1', port: bound.port, servername });
  client.on('error', () => undefined);
  const [raw] = await once(server, 'connection');
  const [bytes] = await once(raw, 'data');
  raw.destroy();
  client.destroy();
  server.close();
  return bytes;
}

test('the name that a client asks for is read, as it is spelt', () => {
  assert.deepEqual(readClientHello(named), { kind: 'hello', serverName: 'CRM.corp.test' });
});

test('a client that asks for no name has none', () => {
  assert.deepEqual(readClientHello(nameless), { kind: 'hello', serverName: null });
});

test('before its last byte a hello is not whole', () => {
  for (let length = 0; length < named.length; length += 1)
    assert.deepEqual(readClientHello(named.subarray(0, length)), { kind: 'incomplete' }, String(length));
});

test('a hello spread over many records is the same hello', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), (size) => {
      assert.deepEqual(readClientHello(inRecords(named, size)), readClientHello(named));
    }),
  );
});

test('bytes that follow a hello change nothing', () => {
  assert.deepEqual(readClientHello(Buffer.concat([named, named])), readClientHello(named));
});

test('whatever bytes come, there is an answer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat({ max: 600 }), (noise, at) => {
      const spoilt = Buffer.from(named);
      spoilt.set(noise.subarray(0, Math.max(0, spoilt.length - at)), Math.min(at, spoilt.length));
      assert.match(readClientHello(spoilt).kind, /^(incomplete|unreadable|hello)$/);
      assert.match(readClientHello(Buffer.from(noise)).kind, /^(incomplete|unreadable|hello)$/);
    }),
  );
});

/** What is wrong, and the bytes. */
const unreadable: readonly (readonly [string, () => Buffer])[] = [
  ['HTTP without TLS', () => Buffer.from('GET / HTTP/1.1\r\n')],
  ['an empty record', () => Buffer.from([22, 3, 1, 0, 0])],
  ['another handshake message', () => Buffer.from([22, 3, 1, 0, 4, 2, 0, 0, 0])],
  [
    'another record in the middle',
    () => Buffer.concat([inRecords(named, 100).subarray(0, 105), Buffer.from([23, 3, 3, 0, 1, 0])]),
  ],
  ['a hello that says it is huge', () => Buffer.from([22, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff])],
  [
    'a hello longer than is waited for',
    () => Buffer.from([22, 3, 1, 0, 4, 1, 0, (largestHello + 1) >> 8, (largestHello + 1) & 255]),
  ],
  ['an extension that is longer than all', () => withExtensions([0, 0, 0xff, 0xff, 0])],
  ['two server names extensions', () => withExtensions([...sni('a.test'), ...sni('b.test')])],
  ['two names in one', () => withExtensions([0, 0, 0, 10, 0, 8, 0, 0, 1, 97, 0, 0, 1, 98])],
  ['a name of another kind', () => withExtensions([0, 0, 0, 6, 0, 4, 1, 0, 1, 97])],
  ['an empty name', () => withExtensions([0, 0, 0, 5, 0, 3, 0, 0, 0])],
];

for (const [what, bytes] of unreadable)
  test(`is left to OpenSSL: ${what}`, () => {
    assert.deepEqual(readClientHello(bytes()), { kind: 'unreadable' });
  });

test('a hello made by hand is read like others', () => {
  assert.deepEqual(readClientHello(withExtensions(sni('a.test'))), { kind: 'hello', serverName: 'a.test' });
});

function sni(name: string): number[] {
  return [0, 0, 0, name.length + 5, 0, name.length + 3, 0, 0, name.length, ...Buffer.from(name)];
}

function withExtensions(extensions: readonly number[]): Buffer {
  const body = [3, 3, ...Array(32).fill(7), 0, 0, 2, 0x13, 1, 1, 0, 0, extensions.length, ...extensions];
  return Buffer.from([22, 3, 1, 0, body.length + 4, 1, 0, 0, body.length, ...body]);
}

/** The same handshake message in records of at most so many bytes. */
function inRecords(hello: Buffer, size: number): Buffer {
  const message = hello.subarray(5);
  const records: Buffer[] = [];
  for (let at = 0; at < message.length; at += size) {
    const part = message.subarray(at, at + size);
    records.push(Buffer.from([22, 3, 1, part.length >> 8, part.length & 255]), part);
  }
  return Buffer.concat(records);
}
