import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { makeCsr, parseCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair } from '../../../shared/node/x509/keys.ts';
import { signUidProof } from '../../../shared/node/x509/uid-proof.ts';
import { openssl } from '../../doubles/openssl.ts';
import { nextUid, runningEms, type TestEms, testInventory } from '../../doubles/running-ems.ts';

/** Asks to enrol; answers the serial, or the code of the refusal. */
async function ask(ems: TestEms, over: Readonly<Record<string, unknown>> & { readonly code: string }): Promise<string> {
  await using client = ems.agentClient();
  const uid = nextUid();
  const csr = await makeCsr(await newKeyPair('p256'), uid);
  try {
    const body = { csr, uid, inventory: testInventory, ...over };
    const answer = await client.call('enroll', { body });
    return answer.serial;
  } catch (error) {
    assert.ok(hasCode(error, 'ems-refused'), String(error));
    return String(error.params.why);
  }
}

async function lastAudit(ems: TestEms): Promise<string> {
  const { entries } = await ems.admin.call('audit', { limit: 1 });
  const [entry] = entries;
  return `${entry?.action} ${entry?.outcome} ${entry?.detail}`;
}

const serial = /^[0-9A-F]{40}$/;

test('a device with a good code gets a certificate of 90 days and its place on the list', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  assert.match(device.serial, serial);
  const { endpoints } = await ems.admin.call('endpoints', {});
  assert.deepEqual(
    endpoints.map((each) => [each.uid, each.serial, each.state]),
    [[device.uid, device.serial, 'active']],
  );
});

test('unknown, used, expired, revoked and misused codes get one and the same refusal; the audit log says which', async () => {
  await using ems = await runningEms();
  const used = await ems.code();
  assert.match(await ask(ems, { code: used }), serial);
  const expired = await ems.code({ expiresInMs: 1_000 });
  const revoked = await ems.code({ note: 'gone' });
  const { invitations } = await ems.admin.call('invitations', {});
  await ems.admin.call('revokeInvitation', { id: invitations.find((each) => each.note === 'gone')?.id ?? '' });
  const forGateways = await ems.code({ role: 'gateway' });
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  const cases = [
    ['A'.repeat(26), 'unknown'],
    [used, 'used'],
    [expired, 'expired'],
    [revoked, 'revoked'],
    [forGateways, 'wrong role'],
  ] as const;
  for (const [code, why] of cases) {
    assert.equal(await ask(ems, { code }), 'enrollment-refused', why);
    assert.equal(await lastAudit(ems), `enroll refused ${why}`);
  }
});

test('of twenty who ask at once with a one-time code, exactly one gets in', async () => {
  await using ems = await runningEms();
  const code = await ems.code();
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(ems, { code })));
  assert.equal(answers.filter((answer) => serial.test(answer)).length, 1);
  const { endpoints } = await ems.admin.call('endpoints', {});
  assert.equal(endpoints.length, 1);
});

test('a bulk code is good for its count and no more', async () => {
  await using ems = await runningEms();
  const code = await ems.code({ uses: 3 });
  const answers = [];
  for (let asked = 0; asked < 4; asked += 1) answers.push(await ask(ems, { code }));
  assert.equal(answers.filter((answer) => serial.test(answer)).length, 3);
  assert.equal(answers[3], 'enrollment-refused');
});

test('asking again with the same key gives the same certificate; another key is refused', async () => {
  await using ems = await runningEms();
  const uid = nextUid();
  const code = await ems.code();
  const csr = await makeCsr(await newKeyPair('p256'), uid);
  const first = await ask(ems, { code, csr, uid });
  assert.match(first, serial);
  assert.equal(await ask(ems, { code, csr, uid }), first);
  assert.equal(await ask(ems, { code, uid }), 'enrollment-refused');
});

test('a malformed or weak signing request is refused and the code stays good', async () => {
  await using ems = await runningEms();
  const code = await ems.code();
  const weak = await weakCsr();
  assert.equal(await ask(ems, { code, csr: 'not a request' }), 'csr-malformed');
  assert.equal(await ask(ems, { code, csr: weak }), 'csr-weak');
  assert.equal(await ask(ems, { code, csr: 'A'.repeat(20_000) }), 'request-invalid');
  assert.match(await ask(ems, { code }), serial);
});

test('a known uid needs a proof by its last key, or an administrator who releases it', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  const code = await ems.code({ uses: 10 });
  const { uid } = device;
  const csr = await makeCsr(await newKeyPair('p256'), uid);
  const { sha256 } = await parseCsr(csr);
  const stranger = await newKeyPair('p256');
  const forged = { signature: signUidProof(stranger.privateKey, uid, sha256) };
  assert.equal(await ask(ems, { code, csr, uid }), 'uid-known');
  assert.equal(await ask(ems, { code, csr, uid, proof: forged }), 'uid-known');
  const proof = { signature: signUidProof(device.keys.privateKey, uid, sha256) };
  assert.match(await ask(ems, { code, csr, uid, proof }), serial);
  assert.equal(await ask(ems, { code, uid }), 'uid-known');
  await ems.admin.call('releaseEndpoint', { uid });
  assert.match(await ask(ems, { code, uid }), serial);
});

test('a known uid cannot be probed without a good code', async () => {
  await using ems = await runningEms();
  const { uid } = await ems.enroll();
  assert.equal(await ask(ems, { code: 'B'.repeat(26), uid }), 'enrollment-refused');
});

test('who fails too often must wait, and is told how long', async () => {
  await using ems = await runningEms();
  const answers = [];
  for (let asked = 0; asked < 12; asked += 1) answers.push(await ask(ems, { code: 'C'.repeat(26) }));
  assert.equal(answers[0], 'enrollment-refused');
  assert.equal(answers.at(-1), 'too-many-requests');
});

test('neither the database nor the log of acts holds a code', async () => {
  await using ems = await runningEms();
  const code = await ems.code();
  const { entries } = await ems.admin.call('audit', { limit: 100 });
  const { invitations } = await ems.admin.call('invitations', {});
  assert.ok(!z.string().parse(JSON.stringify({ entries, invitations })).includes(code));
});

/** A request with a 1024-bit RSA key, as openssl makes it. */
async function weakCsr(): Promise<string> {
  await using tool = await openssl();
  const answer = await tool.run(
    'req',
    '-new',
    '-newkey',
    'rsa:1024',
    '-nodes',
    '-keyout',
    'weak.key',
    '-subj',
    '/CN=weak',
  );
  return /-----BEGIN CERTIFICATE REQUEST-----[^-]+-----END CERTIFICATE REQUEST-----\n/.exec(answer.text)?.[0] ?? '';
}
