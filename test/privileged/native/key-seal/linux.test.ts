// Sealing by systemd-creds for real: with the host's key, and with a TPM.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { systemdCreds } from '../../../../native/key-seal/linux.ts';
import { softwareTpm } from '../../../doubles/software-tpm.ts';

const secret = '-----BEGIN PRIVATE KEY-----\nnot a real one\n-----END PRIVATE KEY-----\n';

describe("with the host's key", () => {
  const seal = systemdCreds({ withKey: 'host' });

  test('what was sealed says nothing of itself, and opens to the last byte', async () => {
    const sealed = await seal.seal(secret);
    assert.ok(sealed.kind === 'sealed', JSON.stringify(sealed));
    assert.equal(sealed.by, 'host');
    assert.doesNotMatch(Buffer.from(sealed.text, 'base64').toString('latin1'), /PRIVATE/);
    assert.deepEqual(await seal.open(sealed.text), { kind: 'opened', secret, by: 'host' });
  });

  test('what was changed, or is no seal, does not open', async () => {
    const sealed = await seal.seal(secret);
    assert.ok(sealed.kind === 'sealed');
    const bytes = Buffer.from(sealed.text, 'base64');
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    for (const text of [bytes.toString('base64'), secret]) assert.equal((await seal.open(text)).kind, 'failed');
  });
});

test('without the tool, nothing is sealed, and the reason is told', async () => {
  const outcome = await systemdCreds({ tool: '/nonexistent/systemd-creds' }).seal(secret);
  assert.deepEqual(outcome, { kind: 'unavailable', why: 'systemd-creds: missing' });
});

test('with a TPM, the host alone does not open it, nor a TPM that was cleared', async () => {
  await using tpm = await softwareTpm();
  const withTpm = systemdCreds({ withKey: 'host+tpm2', tpmDevice: tpm.address });
  const sealed = await withTpm.seal(secret);
  assert.ok(sealed.kind === 'sealed', JSON.stringify(sealed));
  assert.equal(sealed.by, 'tpm');

  await tpm.stop();
  const without = await withTpm.open(sealed.text);
  assert.ok(without.kind === 'failed');
  assert.match(without.why, /^systemd-creds: .*TCTI/i);
  assert.equal((await withTpm.seal(secret)).kind, 'unavailable');

  await tpm.start();
  assert.deepEqual(await withTpm.open(sealed.text), { kind: 'opened', secret, by: 'tpm' });
  await tpm.clear();
  assert.equal((await withTpm.open(sealed.text)).kind, 'failed');
});
