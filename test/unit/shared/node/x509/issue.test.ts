import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { hasCode } from '../../../../../shared/errors/app-error.ts';
import { serialText } from '../../../../../shared/identity/fingerprint.ts';
import { deviceId } from '../../../../../shared/ids.ts';
import {
  authorityFingerprint,
  authorityId,
  createAuthority,
  crossSign,
  dayMs,
  isEndorsedSuccessor,
} from '../../../../../shared/node/x509/authority.ts';
import { fingerprint, isSameFingerprint } from '../../../../../shared/node/x509/fingerprint.ts';
import { newKeyPair, privateKeyPem, readKeyPair } from '../../../../../shared/node/x509/keys.ts';
import { newSerial } from '../../../../../shared/node/x509/serial.ts';
import { isUidProof, signUidProof } from '../../../../../shared/node/x509/uid-proof.ts';
import { makeThrowawayPki } from '../../../../doubles/throwaway-pki.ts';

test('a serial has 40 digits and a first byte from 01 to 7F', () => {
  for (let round = 0; round < 2_000; round += 1) assert.match(newSerial(), /^(0[1-9A-F]|[1-7][0-9A-F])[0-9A-F]{38}$/);
});

test('the serial issued is the one Node and people see', async () => {
  const pki = await makeThrowawayPki();
  for (let round = 0; round < 20; round += 1) {
    const leaf = await pki.machine();
    const seen = new X509Certificate(leaf.certificatePem);
    assert.equal(serialText(seen.serialNumber), leaf.serial);
    assert.equal(fingerprint(seen.raw), leaf.sha256);
  }
});

test('a certificate starts 5 minutes in the past and never outlives its CA', async () => {
  const pki = await makeThrowawayPki();
  const leaf = await pki.machine({ days: 10_000 });
  const late = Date.now() - 5 * 60_000;
  assert.ok(leaf.notBefore <= late && leaf.notBefore > late - 60_000);
  assert.equal(leaf.notAfter, new X509Certificate(pki.ztna.certificatePem).validToDate.getTime());
});

test('every leaf says where its CA, its CRL and OCSP are', async () => {
  const pki = await makeThrowawayPki();
  const id = authorityId(pki.ztna.certificatePem);
  const access = new X509Certificate((await pki.machine()).certificatePem).infoAccess ?? '';
  assert.ok(access.includes(`CA Issuers - URI:${pki.publicUrl}/ca/${id}.pem`));
  assert.ok(access.includes(`OCSP - URI:${pki.publicUrl}/ocsp`));
  assert.ok(authorityFingerprint(pki.ztna.certificatePem).startsWith(id));
});

test('a private key is read back from its PEM, and an unreadable one does not appear in the error', async () => {
  const keys = await newKeyPair('p256');
  const pem = privateKeyPem(keys);
  assert.ok(pem.startsWith('-----BEGIN PRIVATE KEY-----'));
  assert.ok(readKeyPair(pem, 'key.pem').publicKey.equals(keys.publicKey));
  const damaged = pem.replace('MIG', 'MIX');
  assert.throws(
    () => readKeyPair(damaged, 'key.pem'),
    (error: unknown) =>
      hasCode(error, 'key-unreadable') && error.cause === undefined && error.message.includes('key.pem'),
  );
});

test('fingerprints are equal only to themselves, and nothing malformed equals anything', () => {
  const one = fingerprint(Buffer.from('one'));
  assert.ok(isSameFingerprint(one, one));
  assert.ok(!isSameFingerprint(one, fingerprint(Buffer.from('other'))));
  assert.ok(!isSameFingerprint('', ''));
  assert.ok(!isSameFingerprint(one, one.slice(2)));
});

test('a successor counts only with the signature of the CA in force over its very key and name', async () => {
  const options = { role: 'fabric', commonName: 'Fabric CA', days: 365 } as const;
  const [current, successor, stranger] = [
    await createAuthority(options),
    await createAuthority(options),
    await createAuthority(options),
  ];
  const cross = await crossSign(current, successor.certificatePem);
  const now = Date.now();
  assert.ok(isEndorsedSuccessor(current.certificatePem, successor.certificatePem, cross, now));
  assert.ok(!isEndorsedSuccessor(current.certificatePem, stranger.certificatePem, cross, now));
  assert.ok(!isEndorsedSuccessor(stranger.certificatePem, successor.certificatePem, cross, now));
  assert.ok(!isEndorsedSuccessor(current.certificatePem, successor.certificatePem, successor.certificatePem, now));
  assert.ok(
    !isEndorsedSuccessor(
      current.certificatePem,
      successor.certificatePem,
      await crossSign(stranger, successor.certificatePem),
      now,
    ),
  );
  assert.ok(!isEndorsedSuccessor(current.certificatePem, successor.certificatePem, cross, now + 400 * dayMs));
  const leaf = await (await makeThrowawayPki()).machine({ authority: current });
  assert.ok(!isEndorsedSuccessor(current.certificatePem, leaf.certificatePem, cross, now));
});

test('a proof for a known uid holds for that uid, that request and that key only', async () => {
  const [last, other] = [await newKeyPair('p256'), await newKeyPair('p256')];
  const uid = deviceId.parse('0'.repeat(32));
  const csr = 'ab'.repeat(32);
  const proof = signUidProof(last.privateKey, uid, csr);
  assert.ok(isUidProof(last.publicKey, uid, csr, proof));
  assert.ok(!isUidProof(other.publicKey, uid, csr, proof));
  assert.ok(!isUidProof(last.publicKey, deviceId.parse('1'.repeat(32)), csr, proof));
  assert.ok(!isUidProof(last.publicKey, uid, 'cd'.repeat(32), proof));
  assert.ok(!isUidProof(last.publicKey, uid, csr, 'A'.repeat(2_000)));
  assert.ok(!isUidProof(last.publicKey, uid, csr, ''));
});
