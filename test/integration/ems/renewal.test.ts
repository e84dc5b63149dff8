import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { makeCsr, parseCsr } from '../../../shared/node/x509/csr.ts';
import { type KeyPair, newKeyPair, privateKeyPem } from '../../../shared/node/x509/keys.ts';
import { signUidProof } from '../../../shared/node/x509/uid-proof.ts';
import { movedClock } from '../../doubles/moved-clock.ts';
import { runningEms, type TestDevice, type TestEms, testInventory } from '../../doubles/running-ems.ts';
import { dayMs } from './planted.ts';

const minuteMs = 60_000;
const quick = { settings: { sweepMs: 10, tagsAfterMs: 80_000_000, offlineAfterMs: 80_000_000 } };

/** What an attempt came to: `ok`, or the code of the refusal. */
async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => 'ok',
    (error: unknown) => (hasCode(error, 'ems-refused') ? String(error.params.why) : String(error)),
  );
}

async function renew(ems: TestEms, device: TestDevice, keys?: KeyPair): Promise<TestDevice> {
  const next = keys ?? (await newKeyPair('p256'));
  await using client = ems.agentClient(device);
  const made = await client.call('renew', { body: { csr: await makeCsr(next, device.uid) } });
  return { ...device, keys: next, cert: made.certificate, key: privateKeyPem(next), serial: made.serial };
}

async function use(ems: TestEms, device: TestDevice): Promise<string> {
  await using client = ems.agentClient(device);
  return await codeOf(client.call('profile', {}));
}

let sequence = 0;

async function report(ems: TestEms, device: TestDevice): Promise<readonly string[] | string> {
  await using client = ems.agentClient(device);
  sequence += 1;
  const body = { sequence, rulesRevision: 1, inventory: testInventory, facts: [], verdicts: [] };
  try {
    return (await client.call('report', { body })).tags;
  } catch (error) {
    return hasCode(error, 'ems-refused') ? String(error.params.why) : String(error);
  }
}

async function stateOf(ems: TestEms): Promise<string | undefined> {
  const { endpoints } = await ems.admin.call('endpoints', {});
  return endpoints[0]?.state;
}

/** Two sweeps have gone by when this ends. */
async function sweeps(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 60));
}

test('a certificate is good for 90 days and to be renewed at about two thirds of them, not by all devices at once', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  await using client = ems.agentClient(device);
  const csr = await makeCsr(await newKeyPair('p256'), device.uid);
  const [made, again] = [await client.call('renew', { body: { csr } }), await client.call('renew', { body: { csr } })];
  assert.ok(Math.abs(made.renewAfterMs - again.renewAfterMs) > 1_000, 'the moment is drawn from nine days');
  assert.ok(Math.abs(made.validForMs / dayMs - 90) < 0.1, String(made.validForMs));
  assert.ok(made.renewAfterMs <= 60 * dayMs && made.renewAfterMs >= 50 * dayMs, String(made.renewAfterMs));
});

test('a replaced certificate ends ten minutes after its successor is seen, not before', async () => {
  const clock = movedClock();
  await using ems = await runningEms({ ...quick, clock });
  const device = await ems.enroll();
  const next = await renew(ems, device);
  clock.forward(60 * minuteMs);
  await sweeps();
  assert.equal(await use(ems, device), 'ok');
  assert.equal(await use(ems, next), 'ok');
  clock.forward(9 * minuteMs);
  await sweeps();
  assert.equal(await use(ems, device), 'ok');
  clock.forward(minuteMs);
  await sweeps();
  assert.equal(await use(ems, device), 'certificate-refused');
  assert.equal(await use(ems, next), 'ok');
});

test('a replaced certificate ends after a day at the latest, also if the EMS was restarted meanwhile', async () => {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-ems-'));
  const clock = movedClock();
  try {
    const first = await runningEms({ ...quick, clock, directory });
    const device = await first.enroll();
    const next = await renew(first, device);
    clock.forward(23 * 60 * minuteMs);
    await first.stop();
    await using second = await runningEms({ ...quick, clock, directory });
    await sweeps();
    assert.equal(await use(second, device), 'ok');
    clock.forward(60 * minuteMs);
    await sweeps();
    assert.equal(await use(second, device), 'certificate-refused');
    assert.equal(await use(second, next), 'ok');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

test('an expired certificate still renews for 30 days, and the new one opens everything', async () => {
  const clock = movedClock();
  await using ems = await runningEms({ ...quick, clock });
  const device = await ems.enroll();
  clock.forward(119 * dayMs);
  assert.equal(await use(ems, device), 'certificate-refused');
  const next = await renew(ems, device);
  assert.equal(await use(ems, next), 'ok');
  clock.forward(121 * dayMs);
  assert.equal(await codeOf(renew(ems, next)), 'certificate-refused');
});

test('a revoked certificate renews nothing, expired or not', async () => {
  const clock = movedClock();
  await using ems = await runningEms({ ...quick, clock });
  const device = await ems.enroll();
  await ems.admin.call('revokeCertificate', { serial: device.serial, reason: 'lost' });
  assert.equal(await codeOf(renew(ems, device)), 'certificate-refused');
  clock.forward(100 * dayMs);
  assert.equal(await codeOf(renew(ems, device)), 'certificate-refused');
});

test('a renewal takes a new P-256 key: not the one in use, no earlier one, no other kind', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  assert.equal(await codeOf(renew(ems, device, device.keys)), 'csr-weak');
  const next = await renew(ems, device);
  assert.equal(await use(ems, next), 'ok');
  assert.equal(await codeOf(renew(ems, next, device.keys)), 'csr-weak');
  assert.equal(await codeOf(renew(ems, next, await newKeyPair('rsa2048'))), 'csr-weak');
});

test('a renewal whose answer was lost is answered with the same certificate', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  const keys = await newKeyPair('p256');
  const lost = await renew(ems, device, keys);
  assert.equal((await renew(ems, device, keys)).serial, lost.serial);
});

test('a device that collects certificates is stopped', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  const codes = [];
  for (let asked = 0; asked < 8; asked += 1) codes.push(await codeOf(renew(ems, device)));
  assert.deepEqual(codes, [...Array.from({ length: 7 }, () => 'ok'), 'too-many-requests']);
});

test('a report that was on its way with the old key when the new one came into use does no harm', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  const next = await renew(ems, device);
  assert.deepEqual(await report(ems, next), ['all_registered_clients']);
  assert.deepEqual(await report(ems, device), ['all_registered_clients']);
  assert.equal(await stateOf(ems), 'active');
});

test('two live keys of one device cost both their tags, until an administrator lets the right one enroll again', async () => {
  const clock = movedClock();
  await using ems = await runningEms({ ...quick, clock });
  const device = await ems.enroll();
  const clone = await renew(ems, device);
  assert.deepEqual(await report(ems, clone), ['all_registered_clients']);
  clock.forward(2 * minuteMs);
  assert.deepEqual(await report(ems, device), []);
  assert.equal(await stateOf(ems), 'cloned');
  assert.deepEqual(await report(ems, clone), []);
  await ems.admin.call('releaseEndpoint', { uid: device.uid });
  for (const each of [device, clone]) assert.equal(await report(ems, each), 'certificate-refused');
  const right = await ems.enroll(device.uid);
  sequence += 1;
  assert.deepEqual(await report(ems, right), ['all_registered_clients']);
});

test('a key shown again after its certificate was retired gives the clone away', async () => {
  const clock = movedClock();
  await using ems = await runningEms({ ...quick, clock });
  const device = await ems.enroll();
  const clone = await renew(ems, device);
  assert.deepEqual(await report(ems, clone), ['all_registered_clients']);
  clock.forward(30 * minuteMs);
  await sweeps();
  assert.equal(await report(ems, device), 'certificate-refused');
  assert.equal(await stateOf(ems), 'cloned');
  assert.deepEqual(await report(ems, clone), []);
});

test('a device that left by itself comes back with a proof; one that was revoked does not', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  const { uid } = device;
  await using client = ems.agentClient(device);
  await client.call('unenroll', { body: {} });
  assert.equal(await use(ems, device), 'device-revoked');
  assert.equal(await stateOf(ems), 'revoked');
  const again = await comeBack(ems, device);
  assert.equal(await use(ems, again), 'ok');
  await ems.admin.call('revokeEndpoint', { uid, reason: 'stolen' });
  assert.equal(await codeOf(comeBack(ems, again)), 'uid-known');
});

async function comeBack(ems: TestEms, before: TestDevice): Promise<TestDevice> {
  const { uid } = before;
  const keys = await newKeyPair('p256');
  const csr = await makeCsr(keys, uid);
  const { sha256 } = await parseCsr(csr);
  const proof = { signature: signUidProof(before.keys.privateKey, uid, sha256) };
  await using client = ems.agentClient();
  const body = { code: await ems.code(), csr, uid, proof, inventory: testInventory };
  const made = await client.call('enroll', { body });
  return { uid, keys, cert: made.certificate, key: privateKeyPem(keys), serial: made.serial };
}
