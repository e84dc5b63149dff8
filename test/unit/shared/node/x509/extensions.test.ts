// DER read strictly, and the extensions of certificates compared with what the certificate library reads.

import 'reflect-metadata';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { X509Certificate } from '@peculiar/x509';
import fc from 'fast-check';
import { createAuthority } from '../../../../../shared/node/x509/authority.ts';
import { derContent, derElements } from '../../../../../shared/node/x509/der.ts';
import { extensionOid, extensionsOf, urisOf } from '../../../../../shared/node/x509/extensions.ts';
import { issue } from '../../../../../shared/node/x509/issue.ts';
import { newKeyPair } from '../../../../../shared/node/x509/keys.ts';

const refused: readonly (readonly [string, string])[] = [
  ['a length that could be shorter', '048103aabbcc'],
  ['a length with a zero before it', '04820003aabbcc'],
  ['a length without end', '0480aabb0000'],
  ['more bytes announced than there are', '0403aabb'],
  ['a length of five bytes', '04850000000001aa'],
  ['a tag of several bytes', '1f8101 00'.replace(' ', '')],
  ['a tag alone', '04'],
];
for (const [what, hex] of refused)
  test(`${what} is not read`, () => assert.throws(() => derElements(Buffer.from(hex, 'hex')), RangeError));

test('elements stand one after the other', () => {
  const read = derElements(Buffer.from('0401aa0500040100', 'hex')).map(({ tag, content }) => [
    tag,
    content.toString('hex'),
  ]);
  assert.deepEqual(read, [
    [4, 'aa'],
    [5, ''],
    [4, '00'],
  ]);
  assert.throws(() => derContent(Buffer.from('0401aa0500', 'hex'), 4), RangeError);
  assert.throws(() => derContent(Buffer.from('0401aa', 'hex'), 5), RangeError);
});

const uri = 'urn:stile:test';

async function certificates(): Promise<readonly Buffer[]> {
  const authority = await createAuthority({ role: 'web', domains: ['corp.test'], commonName: 'w', days: 9 });
  const { publicKey } = await newKeyPair('p256');
  const plain = { authority, publicKey, subjectCn: 'x', days: 5, publicUrl: 'http://h' } as const;
  const leaves = await Promise.all([
    issue({ ...plain, eku: 'client', sanUri: uri }),
    issue({ ...plain, eku: 'both', sanUri: uri, dnsNames: ['a.corp.test'], ipAddresses: ['10.0.0.1'] }),
    issue({ ...plain, eku: 'server', dnsNames: ['a.corp.test'] }),
  ]);
  return [
    Buffer.from(new X509Certificate(authority.certificatePem).rawData),
    ...leaves.map(({ der }) => Buffer.from(der)),
  ];
}

test('the extensions are those that the certificate library reads', async () => {
  for (const der of await certificates()) {
    const theirs = Array.from(new X509Certificate(der).extensions).map(({ critical, value }) => [
      critical,
      Buffer.from(value).toString('hex'),
    ]);
    assert.deepEqual(
      extensionsOf(der).map(({ isCritical, value }) => [isCritical, value.toString('hex')]),
      theirs,
    );
  }
});

test('URIs are found among other names', async () => {
  const uris = (await certificates()).map((der) =>
    extensionsOf(der)
      .filter(({ oid }) => oid === extensionOid.subjectAltName)
      .flatMap(urisOf),
  );
  assert.deepEqual(uris, [[], [uri], [uri], []]);
});

test('a certificate with a byte changed is read or refused, and nothing else happens', async () => {
  const [, der = Buffer.alloc(0)] = await certificates();
  fc.assert(
    fc.property(fc.nat(der.length - 1), fc.nat(255), (at, byte) => {
      const changed = Buffer.from(der);
      changed[at] = byte;
      try {
        for (const one of extensionsOf(changed)) if (one.oid === extensionOid.subjectAltName) urisOf(one);
      } catch (error) {
        assert.ok(error instanceof RangeError, String(error));
      }
    }),
  );
});
