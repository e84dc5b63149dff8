import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { base32, base64url } from '../../../shared/rfc4648.ts';

test('the examples of RFC 4648 §10 hold, without padding', () => {
  const of = (text: string) => new TextEncoder().encode(text);
  assert.deepEqual(
    ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32.encode(of(text))),
    ['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'],
  );
});

test('base64url is what Node writes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      assert.equal(base64url.encode(bytes), Buffer.from(bytes).toString('base64url'));
    }),
  );
});

test('what was written is read back, and only that spelling is read', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), (bytes, text) => {
      for (const codec of [base32, base64url]) {
        assert.deepEqual([...(codec.decode(codec.encode(bytes)) ?? [])], [...bytes]);
        const read = codec.decode(text);
        if (read !== undefined) assert.equal(codec.encode(read), text);
      }
    }),
  );
});

test('padding, foreign letters, stray bits and lonely letters are refused', () => {
  for (const text of ['MY======', 'my', 'MZ', 'M', 'MZX', 'M1'] as const)
    assert.equal(base32.decode(text), undefined, text);
  for (const text of ['Zg==', 'Zh', 'Z', 'Z+', 'Z/', 'Zg\n'] as const)
    assert.equal(base64url.decode(text), undefined, text);
});
