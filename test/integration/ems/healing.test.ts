// Devices whose records and certificates have parted, by an answer that was lost or a database that was restored.

import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair, privateKeyPem } from '../../../shared/node/x509/keys.ts';
import { movedClock } from '../../doubles/moved-clock.ts';
import { runningEms, type TestDevice, type TestEms } from '../../doubles/running-ems.ts';
import { testStore } from '../../doubles/stores.ts';
import { plant } from './planted.ts';

async function answerTo(ems: TestEms, device: Pick<TestDevice, 'cert' | 'key'>): Promise<string> {
  await using client = ems.agentClient(device);
  return await client.call('profile', {}).then(
    () => 'ok',
    (error: unknown) => (hasCode(error, 'ems-refused') ? String(error.params.why) : String(error)),
  );
}

async function renewed(ems: TestEms, device: TestDevice): Promise<TestDevice> {
  await using client = ems.agentClient(device);
  const keys = await newKeyPair('p256');
  const { certificate, serial } = await client.call('renew', { body: { csr: await makeCsr(keys, device.uid) } });
  return { uid: device.uid, keys, cert: certificate, key: privateKeyPem(keys), serial };
}

const day = 86_400_000;

test('a device whose renewal was never answered renews again, also after its certificate was retired for it', async () => {
  const clock = movedClock();
  await using ems = await runningEms({ clock, settings: { sweepMs: 20 } });
  const device = await ems.enroll();
  assert.equal(await answerTo(ems, device), 'ok');
  await renewed(ems, device);
  clock.forward(2 * day);
  while ((await answerTo(ems, device)) === 'ok') await new Promise((resolve) => setTimeout(resolve, 10));
  const next = await renewed(ems, device);
  assert.equal(await answerTo(ems, next), 'ok');
});

test('once a later certificate was used, a retired one renews nothing', async () => {
  const clock = movedClock();
  await using ems = await runningEms({ clock, settings: { sweepMs: 20 } });
  const device = await ems.enroll();
  const next = await renewed(ems, device);
  assert.equal(await answerTo(ems, next), 'ok');
  clock.forward(2 * day);
  while ((await answerTo(ems, device)) === 'ok') await new Promise((resolve) => setTimeout(resolve, 10));
  await assert.rejects(renewed(ems, device), (error) => hasCode(error, 'ems-refused'));
});

test('after a restore a device comes back with the certificate of the lost time, once, and nobody else does', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-healing-'));
  const there = { directory: directory.path };
  const before = await runningEms(there);
  const [device, other, ended] = [await before.enroll(), await before.enroll(), await before.enroll()];
  await before.admin.call('revokeEndpoint', { uid: ended.uid, reason: 'stolen' });
  await before.stop();
  const restore = await testStore().backUp(directory.path);
  const between = await runningEms(there);
  const next = await renewed(between, device);
  const late = await between.enroll();
  await between.stop();
  await restore();
  await using after = await runningEms(there);

  assert.equal(await answerTo(after, next), 'ok');
  assert.equal(await answerTo(after, next), 'ok');
  const { entries } = await after.admin.call('audit', { limit: 10 });
  assert.ok(entries.some(({ action, target }) => action === 'put back' && target === device.uid));
  // A second one for the same device, one of before the backup, one of nobody who is known, and one of who was ended.
  const strangers = [
    await plant(after, { kind: 'machine', owner: device.uid, isOnRecord: false, endsInDays: 90 }),
    await plant(after, { kind: 'machine', owner: other.uid, isOnRecord: false }),
    late,
    await plant(after, { kind: 'machine', owner: ended.uid, isOnRecord: false, endsInDays: 90 }),
  ];
  for (const stranger of strangers) assert.equal(await answerTo(after, stranger), 'certificate-refused');
});

test('without a restore nothing is put back: a certificate that the CA signed, and no record knows, opens nothing', async () => {
  await using ems = await runningEms();
  const { uid } = await ems.enroll();
  const forged = await plant(ems, { kind: 'machine', owner: uid, isOnRecord: false, endsInDays: 90 });
  assert.equal(await answerTo(ems, forged), 'certificate-refused');
});
