import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certificateRecord } from '../../../../shared/identity/certificate-record.ts';
import { readableFingerprint, serialText } from '../../../../shared/identity/fingerprint.ts';

const record = {
  sha256: 'ab'.repeat(32),
  issuer: '0123456789abcdef',
  serial: `0A${'1F'.repeat(19)}`,
  kind: 'machine',
  uid: '0123456789ABCDEF0123456789ABCDEF',
  osUser: null,
  notAfter: '2030-01-01T00:00:00.000Z',
  state: 'active',
};

test('a state that this release does not know counts as revoked', () => {
  assert.equal(certificateRecord.parse({ ...record, state: 'paused' }).state, 'revoked');
  assert.equal(certificateRecord.parse(record).state, 'active');
});

test('only a user certificate has an OS user, and it must have one', () => {
  assert.ok(!certificateRecord.safeParse({ ...record, osUser: 'anna' }).success);
  assert.ok(!certificateRecord.safeParse({ ...record, kind: 'user' }).success);
  assert.ok(certificateRecord.safeParse({ ...record, kind: 'user', osUser: 'anna' }).success);
});

test('a serial number is shown with all its 40 digits', () => {
  assert.equal(serialText(`a${'1f'.repeat(19)}`), record.serial);
  assert.equal(serialText('1'), `${'0'.repeat(39)}1`);
});

test('people read a fingerprint in groups of four', () => {
  assert.equal(readableFingerprint('3f2a91b0'), '3F2A 91B0');
});
