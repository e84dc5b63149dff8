import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { derElement, derOid, derSequence } from '../../../../../shared/node/x509/der-write.ts';
import { mostAskedFor, parseOcspRequest } from '../../../../../shared/node/x509/ocsp-request.ts';

const octets = (bytes: Uint8Array) => derElement(0x04, bytes);
const id = (serial = '01', hash = '2b0e03021a') =>
  derSequence(
    derSequence(derOid(hash), derElement(0x05)),
    octets(Buffer.alloc(20, 1)),
    octets(Buffer.alloc(20, 2)),
    derElement(0x02, Buffer.from(serial, 'hex')),
  );
const asked = (one: Uint8Array) => derSequence(one);
const list = (...ids: readonly Uint8Array[]) => derSequence(...ids.map(asked));
const extension = (oid: string, isCritical: boolean, value: Uint8Array) =>
  derSequence(derOid(oid), ...(isCritical ? [derElement(0x01, Buffer.from([0xff]))] : []), octets(value));
const extensions = (...each: readonly Uint8Array[]) => derElement(0xa2, derSequence(...each));
const nonce = (bytes: number) => extension('2b0601050507300102', false, octets(Buffer.alloc(bytes, 7)));
const request = (...parts: readonly Uint8Array[]) => derSequence(derSequence(...parts));

test('a request names certificates and may bring a nonce; version, asker and other extensions are let pass', () => {
  const version = derElement(0xa0, derElement(0x02, Buffer.from([0])));
  const read = parseOcspRequest(
    request(
      version,
      derElement(0xa1, octets(Buffer.from('me'))),
      list(id('01'), id('7fab', '608648016503040201')),
      extensions(nonce(16)),
    ),
  );
  assert.deepEqual(
    read.certificates.map(({ hash, serial }) => [hash, serial]),
    [
      ['sha1', '1'.padStart(40, '0')],
      ['sha256', '7FAB'.padStart(40, '0')],
    ],
  );
  assert.deepEqual(read.certificates[0]?.der, id('01'));
  assert.deepEqual(read.nonce, Buffer.alloc(16, 7));
  assert.equal(parseOcspRequest(request(list(id()))).nonce, null);
  assert.equal(parseOcspRequest(request(list(id('01', '2b0e03021b')))).certificates[0]?.hash, null);
});

const refused: Readonly<Record<string, Uint8Array>> = {
  'no list': request(),
  'an empty list': request(list()),
  'two lists': request(list(id()), list(id())),
  'more certificates than are answered': request(list(...Array.from({ length: mostAskedFor + 1 }, () => id()))),
  'a nonce without bytes': request(list(id()), extensions(nonce(0))),
  'a nonce that is too long': request(list(id()), extensions(nonce(129))),
  'a critical extension that is not known': request(
    list(id()),
    extensions(extension('2b06010505', true, Buffer.alloc(1))),
  ),
  'two sets of extensions': request(list(id()), extensions(nonce(8)), extensions(nonce(8))),
  'a name of four parts and one more': request(derSequence(derSequence(derSequence(id(), id())))),
  'something behind it': Buffer.concat([request(list(id())), Buffer.from([0])]),
  'more bytes than are read': request(list(id()), extensions(extension('2b06010505', false, Buffer.alloc(5_000)))),
};
for (const [what, bytes] of Object.entries(refused))
  test(`${what} is no request`, () => assert.throws(() => parseOcspRequest(Buffer.from(bytes)), RangeError));

test('whatever a stranger sends is read or refused with one kind of error', () => {
  const whole = request(list(id()), extensions(nonce(16)));
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
      const changed = Buffer.from(whole);
      changed[at] = byte;
      try {
        parseOcspRequest(changed);
      } catch (error) {
        assert.ok(error instanceof RangeError);
      }
    }),
  );
});
