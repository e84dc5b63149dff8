import assert from 'node:assert/strict';
import { test } from 'node:test';
import { issuedCertificate } from '../../../../shared/ems/agent-routes.ts';
import { hostPort } from '../../../../shared/ids.ts';

test('an address has a port that exists', () => {
  for (const good of ['localhost:8013', '127.0.0.1:1', '[::1]:65535'])
    assert.ok(hostPort.safeParse(good).success, good);
  for (const bad of ['localhost', 'localhost:0', 'localhost:65536', 'localhost:99999', ':80', 'a b:80'])
    assert.ok(!hostPort.safeParse(bad).success, bad);
});

test('a certificate that would end at no date is not taken', () => {
  const issued = { certificate: 'x', serial: 'A'.repeat(40), validForMs: 1, renewAfterMs: 1 };
  assert.ok(issuedCertificate.safeParse(issued).success);
  assert.ok(!issuedCertificate.safeParse({ ...issued, validForMs: 1e300 }).success);
  assert.ok(!issuedCertificate.safeParse({ ...issued, renewAfterMs: Number.NaN }).success);
});
