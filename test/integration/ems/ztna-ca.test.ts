import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { makeCsr, parseCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair, privateKeyPem } from '../../../shared/node/x509/keys.ts';
import { signUidProof } from '../../../shared/node/x509/uid-proof.ts';
import { movedClock } from '../../doubles/moved-clock.ts';
import { runningEms, type TestDevice, type TestEms, testInventory } from '../../doubles/running-ems.ts';

const replaced = { authority: null, retireAfterMs: 86_400_000, now: false, enrollAgain: false } as const;
const minute = 60_000;

async function profileOf(ems: TestEms, device: Pick<TestDevice, 'cert' | 'key'>) {
  await using client = ems.agentClient(device);
  return await client.call('profile', {});
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
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

const issuerOf = ({ cert }: Pick<TestDevice, 'cert'>) => new X509Certificate(cert).issuer;
const statesOf = async (ems: TestEms) => (await ems.admin.call('ztnaCas', {})).ztnaCas.map(({ state }) => state);

test('another CA signs, both are trusted, devices are asked to renew, and the old one ends when none uses it', async () => {
  const clock = movedClock();
  await using ems = await runningEms({ clock, settings: { sweepMs: 20 } });
  const device = await ems.enroll();
  assert.equal((await profileOf(ems, device)).renewWithinMs, null);
  const { id, before } = await ems.admin.call('replaceZtnaCa', replaced);
  assert.deepEqual(await statesOf(ems), ['signing', 'replaced']);
  const asked = await profileOf(ems, device);
  assert.deepEqual([asked.ztnaCa, asked.renewWithinMs], [id, 300_000]);
  const fresh = await ems.enroll();
  assert.equal(issuerOf(fresh), 'CN=Stile ZTNA CA 2');

  const next = await renewed(ems, device);
  assert.equal(issuerOf(next), 'CN=Stile ZTNA CA 2');
  assert.equal((await profileOf(ems, next)).renewWithinMs, null);
  // Its old certificate is in force for ten minutes more.
  assert.equal(await codeOf(profileOf(ems, device)), 'ok');
  assert.deepEqual(await statesOf(ems), ['signing', 'replaced']);
  clock.forward(11 * minute);
  await until(async () => (await statesOf(ems)).join() === 'signing,revoked');
  assert.equal(await codeOf(profileOf(ems, device)), 'certificate-refused');
  assert.equal(await codeOf(profileOf(ems, next)), 'ok');
  const { entries } = await ems.admin.call('audit', { limit: 1 });
  assert.deepEqual([entries[0]?.action, entries[0]?.target], ['ztna-ca retire', before]);
});

test('a device that sleeps is waited for until the deadline, and renews when it wakes after that', async () => {
  const clock = movedClock();
  await using ems = await runningEms({ clock, settings: { sweepMs: 20 } });
  const sleeper = await ems.enroll();
  await ems.admin.call('replaceZtnaCa', replaced);
  clock.forward(23 * 60 * minute);
  await ems.admin.call('status', {});
  assert.deepEqual(await statesOf(ems), ['signing', 'replaced']);
  clock.forward(2 * 60 * minute);
  await until(async () => (await statesOf(ems)).join() === 'signing,revoked');
  assert.equal(await codeOf(profileOf(ems, sleeper)), 'certificate-refused');
  const awake = await renewed(ems, sleeper);
  assert.equal(await codeOf(profileOf(ems, awake)), 'ok');
});

/** What the holder of an old certificate may still do, by how its CA was ended. */
const endings = [
  { what: 'retired', act: (ems: TestEms, id: string) => retire(ems, id, {}), renews: 'ok', reason: 'superseded' },
  {
    what: 'retired as compromised',
    act: (ems: TestEms, id: string) => retire(ems, id, { compromised: true }),
    renews: 'ok',
    reason: 'caCompromise',
  },
  {
    what: 'retired with its records in doubt',
    act: (ems: TestEms, id: string) => retire(ems, id, { enrollAgain: true }),
    renews: 'certificate-refused',
    reason: 'caCompromise',
  },
] as const;

for (const { what, act, renews } of endings)
  test(`a CA that was ${what}: its certificates open nothing; renewing by the record answers ${renews}`, async () => {
    await using ems = await runningEms();
    const [device, other] = [await ems.enroll(), await ems.enroll()];
    const { before } = await ems.admin.call('replaceZtnaCa', replaced);
    await act(ems, before);
    assert.equal(await codeOf(profileOf(ems, device)), 'certificate-refused');
    const outcome = codeOf(renewed(ems, device));
    assert.equal(await outcome, renews);
    assert.equal(await codeOf(proved(ems, other)), renews === 'ok' ? 'ok' : 'uid-known');
  });

test('with --now the old CA ends in the same moment, and a certificate that was revoked itself renews nothing', async () => {
  await using ems = await runningEms();
  const [device, thief] = [await ems.enroll(), await ems.enroll()];
  await ems.admin.call('revokeCertificate', { serial: thief.serial, reason: 'stolen' });
  const { ended } = await ems.admin.call('replaceZtnaCa', { ...replaced, now: true });
  assert.equal(ended, 1);
  assert.equal(await codeOf(renewed(ems, thief)), 'certificate-refused');
  assert.equal(await codeOf(renewed(ems, device)), 'ok');
});

test('a CA that signs cannot be retired, nor one that there is not', async () => {
  await using ems = await runningEms();
  const [signing] = (await ems.admin.call('ztnaCas', {})).ztnaCas;
  assert.ok(signing);
  const retiring = (id: string) => retire(ems, id, {}).then(String, (error: { code: string }) => error.code);
  assert.equal(await retiring(signing.id), 'authority-signs');
  assert.equal(await retiring('0'.repeat(16)), 'thing-unknown');
});

test('after a restart everything is as before: who signs, who is trusted, who was revoked', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  await ems.admin.call('replaceZtnaCa', replaced);
  const second = await renewed(ems, device);
  await ems.admin.call('replaceZtnaCa', { ...replaced, now: true });
  const before = await ems.admin.call('ztnaCas', {});
  await ems.stop();
  await using again = await runningEms({ directory: ems.directory });
  assert.deepEqual(await again.admin.call('ztnaCas', {}), before);
  assert.deepEqual(await statesOf(again), ['signing', 'revoked', 'replaced']);
  assert.equal(await codeOf(profileOf(again, second)), 'certificate-refused');
  assert.equal(issuerOf(await renewed(again, second)), 'CN=Stile ZTNA CA 3');
});

async function retire(ems: TestEms, id: string, how: { compromised?: boolean; enrollAgain?: boolean }): Promise<void> {
  const { ztnaCas } = await ems.admin.call('ztnaCas', {});
  const known = ztnaCas.find((each) => each.id === id);
  const wanted = { id: known?.id ?? (id as NonNullable<typeof known>['id']) };
  await ems.admin.call('retireZtnaCa', { ...wanted, compromised: false, enrollAgain: false, ...how });
}

/** Enrols once more with a proof by the last machine key. */
async function proved(ems: TestEms, device: TestDevice): Promise<void> {
  await using client = ems.agentClient();
  const csr = await makeCsr(await newKeyPair('p256'), device.uid);
  const { sha256 } = await parseCsr(csr);
  const proof = { signature: signUidProof(device.keys.privateKey, device.uid, sha256) };
  const body = { code: await ems.code(), csr, uid: device.uid, proof, inventory: testInventory };
  await client.call('enroll', { body });
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const limit = AbortSignal.timeout(15_000);
  while (!(await isSo())) {
    limit.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
