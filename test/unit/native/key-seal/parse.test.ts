// What a credential of systemd-creds is bound to.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sealedBy } from '../../../../native/key-seal/parse.ts';

const rest = Buffer.alloc(64);
const credential = (id: string) => Buffer.concat([Buffer.from(id, 'hex'), rest]).toString('base64');

const cases: readonly [string, string, ReturnType<typeof sealedBy>][] = [
  ["the host's key", '5a1c6a86df9d4096b1d5a65e0862f19a', 'host'],
  ["the host's key and the TPM", '93a894094874449090caf2fc93cab553', 'tpm'],
  ['the TPM alone', '0c7cc07b117645919c4b0bea08bc20fe', 'tpm'],
  ['a key of zeros', '058469daf6f54324800549da0f8ea2fb', null],
  ['a kind of later releases', 'ffffffffffffffffffffffffffffffff', 'host'],
];
for (const [claim, id, expected] of cases)
  test(`a credential with ${claim} counts as ${expected ?? 'none'}`, () => {
    assert.equal(sealedBy(credential(id)), expected);
  });

test('a text that is no credential is none', () => {
  for (const text of ['', 'no seal', '-----BEGIN PRIVATE KEY-----']) assert.equal(sealedBy(text), null);
});
