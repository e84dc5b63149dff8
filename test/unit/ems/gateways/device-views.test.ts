import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordsOf } from '../../../../ems/gateways/device-views.ts';
import type { CertificateRow } from '../../../../ems/store/tables.ts';

function row(number: number, state: string): CertificateRow {
  const hex = number.toString(16);
  return {
    sha256: hex.padStart(64, '0'),
    issuer: 'a'.repeat(16),
    serial: hex.toUpperCase().padStart(40, '0'),
    kind: 'user',
    owner: 'A'.repeat(32),
    os_user: `user${number}`,
    hosts: null,
    key_fingerprint: '',
    public_key: '',
    certificate: '',
    issued_at: number,
    not_after: 0,
    state,
    first_used_at: null,
    retire_at: null,
    revoked_at: null,
    revocation_reason: null,
  };
}

/** So many rows, the oldest first, in force where it is said. */
function shownOf(count: number, isInForce: (number: number) => boolean): readonly number[] {
  const rows = Array.from({ length: count }, (_, number) => row(number, isInForce(number) ? 'active' : 'revoked'));
  return recordsOf(rows).map(({ osUser }) => Number(osUser?.slice('user'.length)));
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

test('of at most 64 certificates gateways are told all, the oldest first', () => {
  assert.deepEqual(
    shownOf(64, (number) => number % 2 === 0),
    range(0, 64),
  );
});

test('of more they are told those in force, however old, and the newest of the others', () => {
  assert.deepEqual(
    shownOf(100, (number) => number < 10),
    [...range(0, 10), ...range(46, 100)],
  );
  assert.deepEqual(
    shownOf(100, (number) => number < 64),
    range(0, 64),
  );
});

test('of more than 64 in force they are told the newest', () => {
  assert.deepEqual(
    shownOf(100, () => true),
    range(36, 100),
  );
});
