// The certificates of a device's users: who gets them, what stands in them, and what ends them.

import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { IssuedCertificate } from '../../../shared/ems/agent-routes.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { serialHex } from '../../../shared/ids.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { type KeyPair, newKeyPair } from '../../../shared/node/x509/keys.ts';
import { type MovedClock, movedClock } from '../../doubles/moved-clock.ts';
import { openssl } from '../../doubles/openssl.ts';
import { runningEms, type TestDevice, type TestEms } from '../../doubles/running-ems.ts';
import { openLink } from './agent-link.ts';
import { dayMs } from './planted.ts';

const minuteMs = 60_000;

let ems: TestEms;
let clock: MovedClock;

before(async () => {
  clock = movedClock();
  ems = await runningEms({ clock, settings: { sweepMs: 10, tagsAfterMs: 86_000_000, offlineAfterMs: 86_000_000 } });
});

after(async () => {
  await ems?.[Symbol.asyncDispose]();
});

type Issued = IssuedCertificate & { readonly issuer: string };

async function ask(device: TestDevice, osUser: string, keys?: KeyPair): Promise<Issued> {
  await using client = ems.agentClient(device);
  return await client.call('userCertificate', {
    body: { csr: await makeCsr(keys ?? (await newKeyPair('p256')), 'anybody'), osUser },
  });
}

/** What an attempt came to: `ok`, or the code of the refusal. */
async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => 'ok',
    (error: unknown) => (hasCode(error, 'ems-refused') ? String(error.params.why) : String(error)),
  );
}

/** The EMS's records of a device's users, in the order of issue: `anna active`. */
async function standing(device: TestDevice): Promise<readonly string[]> {
  const { certificates } = await ems.admin.call('showEndpoint', { uid: device.uid });
  return certificates
    .filter(({ kind }) => kind === 'user')
    .map(({ osUser, state }) => `${osUser} ${state}`)
    .reverse();
}

/** Asks until it is so; how long that takes is for the runner's limit to say. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a user certificate names device and user, is for clients only, and takes nothing but the key from its request', async () => {
  const device = await ems.enroll();
  await using tool = await openssl();
  await using client = ems.agentClient(device);
  const name = new X509Certificate(device.cert).subjectAltName?.replace(':machine', ':user:anna%20b%C3%A4r');
  for (const key of ['rsa:2048', 'ec:P-256'] as const) {
    const algorithm = key === 'ec:P-256' ? ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : [key];
    const wish = ['-subj', '/CN=admin', '-addext', 'subjectAltName=URI:urn:stile:x,DNS:evil.test'];
    const made = await tool.run(
      'req',
      '-new',
      '-nodes',
      '-keyout',
      'key.pem',
      '-newkey',
      ...algorithm,
      ...wish,
      '-out',
      'csr.pem',
    );
    assert.ok(made.ok, made.text);
    const csr = await readFile(tool.path('csr.pem'), 'utf8');
    const got = await client.call('userCertificate', { body: { csr, osUser: 'anna bär' } });
    const certificate = new X509Certificate(got.certificate);
    assert.deepEqual([certificate.subject, certificate.subjectAltName], [`CN=${device.uid}`, name], key);
    assert.equal(got.serial, certificate.serialNumber);
    assert.ok(
      Math.abs(got.validForMs / dayMs - 90) < 0.1 && got.renewAfterMs <= 60 * dayMs && got.renewAfterMs >= 50 * dayMs,
    );
    await tool.file('ca.pem', got.issuer);
    await tool.file('user.pem', got.certificate);
    const verify = (purpose: string) =>
      tool.run('verify', '-CAfile', 'ca.pem', '-no_check_time', '-purpose', purpose, 'user.pem');
    assert.deepEqual([(await verify('sslclient')).ok, (await verify('sslserver')).ok], [true, false], key);
    const pair = await tool.run('pkey', '-in', 'key.pem', '-pubout');
    assert.ok(certificate.publicKey.equals(createPublicKey(pair.text)), key);
  }
});

const weak = {
  'RSA of 1024 bits': () => generateKeyPairSync('rsa', { modulusLength: 1024 }),
  'P-384': () => generateKeyPairSync('ec', { namedCurve: 'secp384r1' }),
};

for (const [what, make] of Object.entries(weak)) {
  test(`a key that is ${what} is refused`, async () => {
    const device = await ems.enroll();
    assert.equal(await codeOf(ask(device, 'anna', make())), 'csr-weak');
    assert.deepEqual(await standing(device), []);
  });
}

test('the same key gets the same certificate; once a newer one was issued, it gets none', async () => {
  const device = await ems.enroll();
  const keys = await newKeyPair('p256');
  const { serial } = await ask(device, 'anna', keys);
  assert.equal((await ask(device, 'anna', keys)).serial, serial);
  assert.notEqual((await ask(device, 'anna')).serial, serial);
  assert.equal(await codeOf(ask(device, 'anna', keys)), 'csr-weak');
});

test('a key serves one holder: no other user, device or machine gets a certificate for it', async () => {
  const [device, other] = [await ems.enroll(), await ems.enroll()];
  const keys = await newKeyPair('p256');
  await ask(device, 'anna', keys);
  assert.equal(await codeOf(ask(device, 'bert', keys)), 'csr-weak');
  assert.equal(await codeOf(ask(other, 'anna', keys)), 'csr-weak');
  assert.equal(await codeOf(ask(device, 'anna', device.keys)), 'csr-weak');
  await using client = ems.agentClient(device);
  const renewal = client.call('renew', { body: { csr: await makeCsr(keys, device.uid) } });
  assert.equal(await codeOf(renewal), 'csr-weak');
});

test("a newer certificate ends the user's older one ten minutes after it is installed, and nobody else's", async () => {
  const [device, other] = [await ems.enroll(), await ems.enroll()];
  await ask(device, 'anna');
  await ask(device, 'bert');
  await ask(other, 'anna');
  const next = await ask(device, 'anna');
  await using client = ems.agentClient(device);
  const installed = { osUser: 'anna', serial: next.serial };
  assert.equal(
    await codeOf(client.call('userCertificateInstalled', { body: { ...installed, osUser: 'bert' } })),
    'thing-unknown',
  );
  clock.forward(60 * minuteMs);
  await client.call('userCertificateInstalled', { body: installed });
  clock.forward(9 * minuteMs);
  assert.deepEqual(await standing(device), ['anna active', 'bert active', 'anna active']);
  clock.forward(minuteMs);
  await until(async () => (await standing(device))[0] === 'anna retired');
  assert.deepEqual(await standing(device), ['anna retired', 'bert active', 'anna active']);
  assert.deepEqual(await standing(other), ['anna active']);
});

test('of an installation that nobody speaks the older one ends a day after', async () => {
  const device = await ems.enroll();
  await ask(device, 'anna');
  await ask(device, 'anna');
  clock.forward(dayMs - minuteMs);
  assert.deepEqual(await standing(device), ['anna active', 'anna active']);
  clock.forward(minuteMs);
  await until(async () => (await standing(device))[0] === 'anna retired');
  assert.deepEqual(await standing(device), ['anna retired', 'anna active']);
});

test('whoever collects user certificates is stopped, and the machine still renews its own', async () => {
  const device = await ems.enroll();
  await using client = ems.agentClient(device);
  const refusals: string[] = [];
  for (let user = 0; user < 13; user += 1)
    for (let asked = 0; asked < 5; asked += 1) {
      const csr = await makeCsr(await newKeyPair('p256'), 'x');
      const code = await codeOf(client.call('userCertificate', { body: { csr, osUser: `user${user}` } }));
      if (code !== 'ok') refusals.push(`user${user} ${code}`);
    }
  const expected = Array.from({ length: 12 }, (_, user) => `user${user} too-many-requests`);
  assert.deepEqual(refusals, [...expected, ...Array.from({ length: 5 }, () => 'user12 too-many-requests')]);
  assert.equal(
    await codeOf(client.call('renew', { body: { csr: await makeCsr(await newKeyPair('p256'), 'x') } })),
    'ok',
  );
  const { certificates } = await client.call('certificates', {});
  assert.equal(certificates.filter(({ state }) => state === 'active').length, 50);
});

test('gateways hear of a new certificate and of its end at once, and nothing of those that have run out', async () => {
  const device = await ems.enroll();
  const gateway = await ems.approvedGateway();
  await using client = ems.gatewayClient(gateway);
  using link = openLink(ems, 'gateway', gateway);
  await link.hear((event) => event.type === 'beat');
  let { epoch, revision } = await client.call('uidTags', { query: { epoch: 'x', since: 0 } });
  const told = async (): Promise<readonly string[]> => {
    await link.hear((event) => event.type === 'changed' && event.what === 'tags' && event.revision > revision);
    const news = await client.call('uidTags', { query: { epoch, since: revision } });
    ({ epoch, revision } = news);
    assert.deepEqual([news.full, news.items.map(({ uid }) => uid)], [false, [device.uid]]);
    return news.items.flatMap(({ certificates }) =>
      certificates.map((one) => `${one.osUser} ${one.serial} ${one.state}`),
    );
  };
  const machine = `null ${device.serial} active`;
  const { serial } = await ask(device, 'anna');
  assert.deepEqual(await told(), [machine, `anna ${serial} active`]);
  await ems.admin.call('revokeCertificate', { serial, reason: 'lost' });
  assert.deepEqual(await told(), [machine, `anna ${serial} revoked`]);
  clock.forward(91 * dayMs);
  const { view, certificates } = await ems.admin.call('showEndpoint', { uid: device.uid });
  assert.deepEqual(view.certificates, []);
  assert.deepEqual(
    certificates.map(({ kind, state }) => `${kind} ${state}`),
    ['user revoked', 'machine expired'],
  );
});

type Ending = (device: TestDevice) => Promise<unknown>;

/** What ends users' certificates, and which of them. */
const endings: Readonly<Record<string, { readonly end: Ending; readonly left: readonly string[] }>> = {
  'the end of one user': {
    end: async (device) => {
      await using client = ems.agentClient(device);
      assert.deepEqual(await client.call('endUserCertificate', { body: { osUser: 'anna' } }), { revoked: 2 });
      assert.deepEqual(await client.call('endUserCertificate', { body: { osUser: 'anna' } }), { revoked: 0 });
    },
    left: ['anna revoked', 'bert active', 'anna revoked'],
  },
  'the revocation of the device': {
    end: ({ uid }) => ems.admin.call('revokeEndpoint', { uid, reason: 'stolen' }),
    left: ['anna revoked', 'bert revoked', 'anna revoked'],
  },
  unenrolment: {
    end: async (device) => {
      await using client = ems.agentClient(device);
      await client.call('unenroll', { body: {} });
    },
    left: ['anna revoked', 'bert revoked', 'anna revoked'],
  },
  'another machine in the place of the released one': {
    end: async ({ uid }) => {
      await ems.admin.call('releaseEndpoint', { uid });
      await ems.enroll(uid);
    },
    left: ['anna retired', 'bert retired', 'anna retired'],
  },
};

for (const [what, { end, left }] of Object.entries(endings)) {
  test(`${what} ends certificates of users: ${left.join(', ')}`, async () => {
    const device = await ems.enroll();
    for (const user of ['anna', 'bert', 'anna']) await ask(device, user);
    await end(device);
    assert.deepEqual(await standing(device), left);
  });
}

test('a device that two machines claim to be gets no user certificate', async () => {
  const device = await ems.enroll();
  const keys = await newKeyPair('p256');
  await using client = ems.agentClient(device);
  const { certificate, serial } = await client.call('renew', { body: { csr: await makeCsr(keys, device.uid) } });
  const key = String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const clone: TestDevice = { uid: device.uid, keys, cert: certificate, key, serial };
  assert.equal(await codeOf(ask(clone, 'anna')), 'ok');
  clock.forward(2 * minuteMs);
  assert.equal(await codeOf(ask(device, 'anna')), 'certificate-refused');
  assert.equal(await codeOf(ask(clone, 'anna')), 'certificate-refused');
});

test('what is issued and ended is recorded, with the device, the user and the serial', async () => {
  const device = await ems.enroll();
  const { serial } = await ask(device, 'anna');
  await using client = ems.agentClient(device);
  await client.call('endUserCertificate', { body: { osUser: 'anna' } });
  const { entries } = await ems.admin.call('audit', { limit: 2 });
  assert.deepEqual(
    entries.map(({ at: _, ...entry }) => entry),
    [
      { action: 'user certificate end', detail: '1 revoked' },
      { action: 'user certificate', detail: `serial ${serialHex.parse(serial)}` },
    ].map((entry) => ({
      ...entry,
      actor: `device ${device.uid}`,
      target: `${device.uid} anna`,
      outcome: 'allowed' as const,
    })),
  );
});
