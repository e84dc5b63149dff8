import 'reflect-metadata';
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { before, test } from 'node:test';
import { ExtendedKeyUsageExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { type Authority, createAuthority, dayMs } from '../../../../../shared/node/x509/authority.ts';
import { type Expectation, type Judgement, makeJudge } from '../../../../../shared/node/x509/judge.ts';
import { readKeyPair } from '../../../../../shared/node/x509/keys.ts';
import { webSigner } from '../../../../../shared/node/x509/web-key.ts';
import {
  type BadMachine,
  type Credentials,
  makeThrowawayPki,
  type ThrowawayPki,
} from '../../../../doubles/throwaway-pki.ts';

let pki: ThrowawayPki;
let machine: Credentials;
let bad: Readonly<Record<BadMachine, Credentials>>;
let expectation: Expectation;

before(async () => {
  pki = await makeThrowawayPki();
  machine = await pki.machine();
  bad = await pki.badMachines();
  expectation = { kinds: ['machine'], eku: 'client', emsId: pki.emsId, sites: [pki.site] };
});

function judgeAt(now: number = Date.now(), anchors: readonly string[] = [pki.ztna.certificatePem]) {
  return makeJudge({ anchors, now: () => now });
}

function outcome(judgement: Judgement): string {
  return judgement.kind === 'rejected' ? judgement.reason : judgement.kind;
}

test('a good machine certificate is accepted, with its name, fingerprint and serial', () => {
  assert.deepEqual(judgeAt().judge(machine.der, expectation), {
    kind: 'accepted',
    name: { kind: 'machine', emsId: pki.emsId, site: pki.site, uid: pki.uid },
    sha256: machine.sha256,
    serial: machine.serial,
    notAfter: machine.notAfter,
  });
});

test('a certificate of a connection is judged as its DER is', () => {
  assert.equal(judgeAt().judge(new X509Certificate(machine.der), expectation).kind, 'accepted');
});

test('no certificate is anonymous, not an error', () => {
  assert.deepEqual(judgeAt().judge(undefined, expectation), { kind: 'anonymous' });
});

const reasons: Readonly<Record<BadMachine, string>> = {
  expired: 'expired',
  notYetValid: 'not-yet-valid',
  otherCaSameName: 'chain',
  fabricCa: 'chain',
  serverOnly: 'eku',
  otherSite: 'site',
  otherEms: 'name',
  noName: 'name',
};

for (const [which, reason] of Object.entries(reasons))
  test(`a machine certificate that is ${which} is rejected for its ${reason}`, () => {
    const found = Object.entries(bad).find(([name]) => name === which)?.[1];
    assert.equal(outcome(judgeAt().judge(found?.der, expectation)), reason);
  });

test('a kind that is not listed is rejected, and an empty list accepts nobody', async () => {
  const judge = judgeAt();
  const user = await pki.user('anna');
  assert.equal(outcome(judge.judge(user.der, expectation)), 'kind');
  assert.equal(outcome(judge.judge(user.der, { ...expectation, kinds: ['user'] })), 'accepted');
  assert.equal(outcome(judge.judge(machine.der, { ...expectation, kinds: [] })), 'kind');
  assert.equal(outcome(judge.judge(machine.der, { ...expectation, kinds: ['user', 'gateway'] })), 'kind');
});

test('a gateway is judged by the fabric CA as client and as server', async () => {
  const judge = judgeAt(Date.now(), [pki.fabric.certificatePem]);
  const gateway = await pki.gateway(['gw.corp.test']);
  for (const eku of ['client', 'server'] as const)
    assert.equal(judge.judge(gateway.der, { ...expectation, kinds: ['gateway'], eku }).kind, 'accepted');
});

test('an EMS serves all its sites', () => {
  assert.equal(judgeAt().judge(bad.otherSite.der, { ...expectation, sites: 'any' }).kind, 'accepted');
});

test('an expired certificate tells for how long, and only if nothing else is wrong', () => {
  const now = bad.expired.notAfter + 5 * dayMs;
  const judged = judgeAt(now).judge(bad.expired.der, expectation);
  assert.ok(judged.kind === 'rejected' && judged.reason === 'expired');
  assert.equal(judged.expiredForMs, 5 * dayMs);
  assert.equal(judged.name.kind, 'machine');
  assert.equal(outcome(judgeAt(now).judge(bad.expired.der, { ...expectation, kinds: ['user'] })), 'kind');
});

test('dates are looked at on every call, however well the certificate is known', () => {
  let now = Date.now();
  const judge = makeJudge({ anchors: [pki.ztna.certificatePem], now: () => now });
  assert.equal(judge.judge(machine.der, expectation).kind, 'accepted');
  now = machine.notAfter + 1;
  assert.equal(outcome(judge.judge(machine.der, expectation)), 'expired');
  now = machine.notBefore - 1;
  assert.equal(outcome(judge.judge(machine.der, expectation)), 'not-yet-valid');
});

test('when the CAs change, nothing remembered counts any more', async () => {
  const judge = judgeAt();
  assert.equal(judge.judge(machine.der, expectation).kind, 'accepted');
  const other = await createAuthority({ role: 'ztna', commonName: 'Another', days: 10 });
  judge.replaceAnchors([other.certificatePem]);
  assert.equal(outcome(judge.judge(machine.der, expectation)), 'chain');
  judge.replaceAnchors([other.certificatePem, pki.ztna.certificatePem]);
  assert.equal(judge.judge(machine.der, expectation).kind, 'accepted');
  judge.replaceAnchors([]);
  assert.equal(outcome(judge.judge(machine.der, expectation)), 'chain');
});

test('a CA that is past its end vouches for nobody', async () => {
  const notBefore = new Date(Date.now() - 20 * dayMs);
  const authority: Authority = await createAuthority({ role: 'ztna', commonName: 'Old', days: 10, notBefore });
  const leaf = await pki.machine({ authority, notBefore, days: 90 });
  assert.equal(leaf.notAfter, new X509Certificate(authority.certificatePem).validToDate.getTime());
  assert.equal(outcome(judgeAt(Date.now(), [authority.certificatePem]).judge(leaf.der, expectation)), 'chain');
});

test('a CA shown as a leaf is no identity, not even the trusted one', () => {
  const ca = new X509Certificate(pki.ztna.certificatePem);
  assert.equal(outcome(judgeAt().judge(ca, expectation)), 'chain');
});

test('garbage, oversized and changed bytes are rejected without an exception', () => {
  const judge = judgeAt();
  const changed = Uint8Array.from(machine.der);
  changed[changed.length - 5] = (changed[changed.length - 5] ?? 0) ^ 1;
  for (const der of [new Uint8Array(0), Buffer.from('nonsense'), new Uint8Array(100_000), changed])
    assert.equal(outcome(judge.judge(der, expectation)), 'chain');
});

test('a leaf with two names of ours has none', async () => {
  const { algorithm, signingKey } = webSigner(readKeyPair(pki.ztna.keyPem, 'test').privateKey);
  const twice = await X509CertificateGenerator.create({
    subject: [{ CN: [pki.uid] }],
    issuer: [{ CN: ['Throw-away ZTNA CA'] }],
    publicKey: machine.keys.publicKey.export({ type: 'spki', format: 'der' }),
    signingKey,
    signingAlgorithm: algorithm,
    extensions: [
      new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.2']),
      new SubjectAlternativeNameExtension([
        { type: 'url', value: pki.uri({ kind: 'machine' }) },
        { type: 'url', value: pki.uri({ kind: 'user' }) },
      ]),
    ],
  });
  assert.equal(outcome(judgeAt().judge(new Uint8Array(twice.rawData), expectation)), 'name');
});
