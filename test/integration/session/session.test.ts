// A user's certificate with a real agent and a real EMS: how it comes, heals, is renewed and goes.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { StoreReport } from '../../../shared/agent/user-certificate.ts';
import { dayMs } from '../../../shared/node/x509/authority.ts';
import { type Database, putInto, serialsIn } from '../../doubles/certificate-stores.ts';
import { makeThrowawayPki } from '../../doubles/throwaway-pki.ts';
import { osUser, type SessionWorld, sessionWorld } from './session-world.ts';

let world: SessionWorld;

before(async () => {
  world = await sessionWorld();
  await world.agent.enroll();
});

after(async () => {
  await world?.[Symbol.asyncDispose]();
});

const installed = (report: StoreReport) => report.standing === 'installed';
const chromium = (): Database => world.stores.databases[0] ?? assert.fail();

/** All that browsers show is the certificate in use, with its key, and the agent and the EMS know it. */
async function whole(fits: (serial: string) => boolean = () => true): Promise<string> {
  const report = await world.until(
    (now) =>
      installed(now) &&
      fits(now.serial ?? '') &&
      world.stores.databases.every((each) => serialsIn(each).join() === now.serial),
  );
  const serial = report.serial ?? '';
  await world.agent.until(({ userCertificates }) =>
    userCertificates.some((each) => each.serial === serial && each.state === 'installed' && each.ems === 'active'),
  );
  return serial;
}

test('an enrolled device brings its user a certificate of their own, without anybody being asked', async () => {
  const serial = await whole();
  const [held] = chromium().held.values();
  const { enrollment } = world.agent.state();
  assert.ok(held !== undefined && enrollment.kind === 'enrolled');
  const { emsId, site, uid } = enrollment;
  assert.deepEqual(held.name, { kind: 'user', emsId, site, uid, osUser });
  const certificate = new X509Certificate(held.certificatePem);
  assert.equal(certificate.publicKey.asymmetricKeyType, 'rsa');
  const [told] = world.agent.state().userCertificates;
  assert.equal(told?.osUser, osUser);
  assert.equal(told?.serial, serial);
  assert.equal(((await stat(world.stores.sealedPath)).mode & 0o777).toString(8), '600');
});

/** What goes wrong, and whether only a new certificate helps. */
const troubles: readonly (readonly [string, 'same' | 'new', (serial: string, pem: string) => unknown])[] = [
  ['it is gone from a database', 'same', () => chromium().held.clear()],
  ['it lies there without its key', 'same', (_, pem) => putInto(chromium(), pem, 'missing')],
  ['a browser got a new profile', 'same', () => world.stores.add('a profile', 'firefox')],
  ['the sealed file is gone', 'new', () => rm(world.stores.sealedPath)],
  ['the key in the keyring is gone', 'new', () => world.stores.keys.clear()],
  ['the EMS has revoked it', 'new', (serial) => world.ems.admin.call('revokeCertificate', { serial, reason: 'tried' })],
  ['two thirds of its life are over', 'new', () => world.clock.forward(62 * dayMs)],
];

for (const [trouble, remedy, make] of troubles)
  test(`when ${trouble}, ${remedy === 'same' ? 'it is put back' : 'a new one takes its place, and the old one goes'}`, async () => {
    const before = await whole();
    const [held] = chromium().held.values();
    await make(before, held?.certificatePem ?? '');
    const after = await whole((serial) => remedy === 'same' || serial !== before);
    assert.equal(after === before, remedy === 'same');
  });

test('what is of another device stays, and is not taken for ours', async () => {
  const serial = await whole();
  // Of the same user, on a machine that shares the home directory.
  const pki = await makeThrowawayPki();
  putInto(chromium(), (await pki.user(osUser)).certificatePem, 'there');
  chromium().held.delete([...chromium().held.values()].find((each) => each.serial === serial)?.sha256 ?? '');
  await world.until(() => serialsIn(chromium()).includes(serial));
  assert.equal(chromium().held.size, 2);
  const [other] = [...chromium().held.values()].filter((each) => each.serial !== serial);
  chromium().held.delete(other?.sha256 ?? '');
});

test('a locked keyring is waited for: nothing is asked for, nothing is thrown away', async () => {
  const serial = await whole();
  const count = await certificatesAtEms();
  world.stores.keyring = 'locked';
  chromium().held.clear();
  const report = await world.until((now) => now.standing === 'waiting');
  assert.match(report.detail, /locked/);
  assert.equal(report.store.secrets, 'locked');
  assert.equal(existsSync(world.stores.sealedPath), true);
  // Not even at its next beginning.
  await world.stopSession();
  world.startSession();
  await world.until((now) => now.standing === 'waiting');
  assert.equal(await certificatesAtEms(), count);
  world.stores.keyring = 'ok';
  assert.equal(await whole(), serial);
});

test('a database that only the user can open is left alone, and said', async () => {
  const serial = await whole();
  const locked = world.stores.add('with a password', 'firefox');
  locked.state = { kind: 'locked' };
  const report = await world.until((now) => now.detail.includes('with a password'));
  assert.equal(report.standing, 'installed');
  assert.equal(report.serial, serial);
  world.stores.databases.pop();
});

test('a database that takes nothing is tried again', async () => {
  const serial = await whole();
  const broken = world.stores.add('broken', 'firefox');
  broken.isBroken = true;
  await world.until((now) => now.standing === 'installing' && now.detail.includes('the disk is full'));
  broken.isBroken = false;
  world.clock.forward(10_000);
  assert.equal(await whole(), serial);
});

test('an agent that restarts is told again', async () => {
  const serial = await whole();
  await world.agent.stopAgent();
  await world.agent.startAgent();
  await world.agent.until(({ userCertificates }) => userCertificates.some((each) => each.serial === serial));
  assert.equal(await whole(), serial);
});

test('with the device its user leaves: certificate, key, file and wrapping key go', async () => {
  await whole();
  await world.agent.cli.call('unenroll', {});
  await world.until((now) => now.standing === 'none');
  assert.ok(world.stores.databases.every(({ held }) => held.size === 0));
  assert.equal(existsSync(world.stores.sealedPath), false);
  assert.equal(world.stores.keys.size, 0);
});

test('a keyring that is locked then keeps its key until it is opened; browsers show nothing any more', async () => {
  await world.agent.enroll();
  await whole();
  world.stores.keyring = 'locked';
  await world.agent.cli.call('unenroll', {});
  await world.until((now) => now.standing === 'removing' && now.detail.includes('locked'));
  assert.ok(world.stores.databases.every(({ held }) => held.size === 0));
  world.stores.keyring = 'ok';
  world.clock.forward(10_000);
  await world.until((now) => now.standing === 'none');
  assert.equal(world.stores.keys.size, 0);
});

test('a new enrolment replaces what an old one left while the user was away', async () => {
  await world.agent.enroll();
  const before = await whole();
  await world.stopSession();
  await world.agent.cli.call('unenroll', {});
  await world.agent.enroll();
  world.startSession();
  await whole((serial) => serial !== before);
});

test('a device that the EMS withdraws leaves its user nothing', async () => {
  await whole();
  const { enrollment } = world.agent.state();
  assert.ok(enrollment.kind === 'enrolled');
  const { endpoints } = await world.ems.admin.call('endpoints', {});
  const mine = endpoints.find(({ uid }) => uid === enrollment.uid) ?? assert.fail();
  await world.ems.admin.call('revokeEndpoint', { uid: mine.uid, reason: 'lost' });
  await world.until((now) => now.standing === 'none');
  assert.ok(world.stores.databases.every(({ held }) => held.size === 0));
});

async function certificatesAtEms(): Promise<number> {
  const { enrollment } = world.agent.state();
  assert.ok(enrollment.kind === 'enrolled');
  const { endpoints } = await world.ems.admin.call('endpoints', {});
  const mine = endpoints.find(({ uid }) => uid === enrollment.uid) ?? assert.fail();
  const shown = await world.ems.admin.call('showEndpoint', { uid: mine.uid });
  return shown.certificates.length;
}
