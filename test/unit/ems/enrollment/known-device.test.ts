import assert from 'node:assert/strict';
import { test } from 'node:test';
import { provingCertificates } from '../../../../ems/enrollment/known-device.ts';

const certificate = (serial: string, state: string, used: boolean, reason: string | null = null) => ({
  serial,
  state,
  first_used_at: used ? 1 : null,
  revocation_reason: reason,
});
const serials = (found: readonly { readonly serial: string }[]) => found.map((each) => each.serial).join();

test('the newest certificate in use proves, and those after it whose answer may have been lost', () => {
  const all = [certificate('3', 'active', false), certificate('2', 'active', true), certificate('1', 'active', true)];
  assert.equal(serials(provingCertificates('active', all)), '3,2');
});

test('a certificate that nobody has used yet proves', () => {
  assert.equal(serials(provingCertificates('active', [certificate('1', 'active', false)])), '1');
});

test('an older key does not step in for one that was revoked', () => {
  const all = [certificate('2', 'revoked', true, 'key-compromise'), certificate('1', 'active', true)];
  assert.equal(serials(provingCertificates('active', all)), '');
});

test('of a device that left by itself its last key proves; of one that was revoked or cloned none does', () => {
  const left = [certificate('1', 'revoked', true, 'cessation-of-operation')];
  assert.equal(serials(provingCertificates('revoked', left)), '1');
  assert.equal(serials(provingCertificates('revoked', [certificate('1', 'revoked', true, 'privilege-withdrawn')])), '');
  assert.equal(serials(provingCertificates('cloned', [certificate('1', 'active', true)])), '');
});
