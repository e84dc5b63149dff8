import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AppError, hasCode } from '../../../../../shared/errors/app-error.ts';
import { makeCsr, parseCsr } from '../../../../../shared/node/x509/csr.ts';
import { publicKeyFingerprint } from '../../../../../shared/node/x509/fingerprint.ts';
import { newKeyPair } from '../../../../../shared/node/x509/keys.ts';

const keys = await newKeyPair('p256');
const pem = await makeCsr(keys, 'whatever');
const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');

const isMalformed = (error: unknown) => hasCode(error, 'csr-malformed');

test('a request gives its key, in PEM and in DER', async () => {
  for (const form of [pem, der]) {
    const read = await parseCsr(form);
    assert.ok(read.publicKey.equals(keys.publicKey));
    assert.equal(read.keyFingerprint, publicKeyFingerprint(keys.publicKey));
    assert.match(read.sha256, /^[0-9a-f]{64}$/);
  }
});

test('an RSA key of 2048 bits is taken too', async () => {
  const rsa = await newKeyPair('rsa2048');
  assert.ok((await parseCsr(await makeCsr(rsa, 'anna'))).publicKey.equals(rsa.publicKey));
});

test('a request larger than the limit is not parsed at all', async () => {
  await assert.rejects(parseCsr(pem + ' '.repeat(20_000)), (error: unknown) => hasCode(error, 'csr-too-large'));
  await assert.rejects(parseCsr(new Uint8Array(20_000)), (error: unknown) => hasCode(error, 'csr-too-large'));
});

test('a request with any byte changed is refused, or asks for the same key as before', async () => {
  const { keyFingerprint } = await parseCsr(der);
  await fc.assert(
    fc.asyncProperty(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = Buffer.from(der);
      changed[at] = (changed[at] ?? 0) ^ flip;
      // Some bytes mean nothing, such as an absent parameter written as another absent one.
      const outcome = await parseCsr(changed).then(
        (request) => request.keyFingerprint,
        (error: unknown) => error,
      );
      assert.ok(outcome === keyFingerprint || outcome instanceof AppError, String(outcome));
    }),
    { numRuns: 150 },
  );
});

test('text around, beside or instead of a request is refused', async () => {
  for (const text of ['', 'nonsense', `${pem}${pem}`, `x${pem}`, pem.replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE')])
    await assert.rejects(parseCsr(text), isMalformed);
  for (const bytes of [der.subarray(0, -1), Buffer.concat([der, Buffer.from([0])]), Buffer.from(pem)])
    await assert.rejects(parseCsr(bytes), isMalformed);
});
