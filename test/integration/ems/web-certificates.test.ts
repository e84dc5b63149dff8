// Web certificates: for which hosts a gateway gets them, what openssl makes of them, and what ends them.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, test } from 'node:test';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { gatewayId } from '../../../shared/ids.ts';
import { type KeyPair, newKeyPair } from '../../../shared/node/x509/keys.ts';
import type { TestEms } from '../../doubles/running-ems.ts';
import { openLink } from './agent-link.ts';
import {
  approveWebHosts,
  askWebCertificate,
  codeOf,
  createWebCa,
  openWebStage,
  type TestGateway,
  type WebStage,
} from './web-stage.ts';

let stage: WebStage;
let ems: TestEms;
let gateway: TestGateway;

const approved = ['crm.corp.test', '*.apps.corp.test', 'a.lab.example'];

before(async () => {
  stage = await openWebStage();
  ({ ems, gateway } = stage);
  await createWebCa(ems, ['corp.test', 'lab.example']);
});

after(async () => {
  await stage?.[Symbol.asyncDispose]();
});

const ask = (hosts: readonly string[], keys?: KeyPair) => askWebCertificate(ems, gateway, hosts, keys);

const unfit = {
  'outside the domains': ['crm.corp.test', 'evil.test'],
  'a wildcard of the domain above': ['*.test'],
  'on no label boundary': ['evilcorp.test'],
};

for (const [what, hosts] of Object.entries(unfit)) {
  test(`a host ${what} is not approved`, async () => {
    await assert.rejects(approveWebHosts(ems, gateway, hosts), (error) => hasCode(error, 'command-invalid'));
    assert.deepEqual((await stage.trust()).webHosts, []);
  });
}

test('a gateway hears of the hosts approved for it, and gets a certificate for them that openssl takes', async () => {
  using link = openLink(ems, 'gateway', gateway);
  await link.hear((event) => event.type === 'beat');
  await approveWebHosts(ems, gateway, approved);
  await link.hear((event) => event.type === 'changed' && event.what === 'gateways');
  const { webHosts, webCa } = await stage.trust();
  assert.deepEqual(webHosts, approved);
  const got = await ask(['CRM.corp.test', '*.apps.corp.test', 'one.apps.corp.test']);
  assert.equal(got.chain, webCa);
  const certificate = new X509Certificate(got.certificate);
  assert.equal(certificate.subjectAltName, 'DNS:crm.corp.test, DNS:*.apps.corp.test, DNS:one.apps.corp.test');
  assert.ok(Math.abs(got.validForMs / 86_400_000 - 90) < 0.1 && got.renewAfterMs <= (got.validForMs * 2) / 3);
  for (const host of ['crm.corp.test', 'two.apps.corp.test'])
    assert.match(await stage.verify(got.chain, got.certificate, '-verify_hostname', host), /web\.pem: OK/);
  assert.match(await stage.verify(got.chain, got.certificate, '-verify_hostname', 'evil.test'), /hostname mismatch/);
  assert.match(
    (await stage.tool.run('verify', '-CAfile', 'web-ca.pem', '-purpose', 'sslclient', 'web.pem')).text,
    /unsuitable|unsupported/,
  );
});

const unapproved: Readonly<Record<string, readonly string[]>> = {
  'one that was not approved': ['crm.corp.test', 'files.corp.test'],
  'two labels below a wildcard': ['a.b.apps.corp.test'],
  'the name that a wildcard lies below': ['apps.corp.test'],
  'a wildcard of an approved name': ['*.crm.corp.test'],
  'a wildcard above': ['*.corp.test'],
  'another organisation': ['evil.test'],
};

for (const [what, hosts] of Object.entries(unapproved)) {
  test(`no certificate for ${what}`, async () => {
    assert.equal(await codeOf(ask(hosts)), 'web-host-unapproved');
  });
}

test('what was approved for one gateway is not approved for another', async () => {
  const other = await ems.approvedGateway(['gw2.corp.test']);
  assert.deepEqual((await stage.trust(other)).webHosts, []);
  assert.equal(await codeOf(askWebCertificate(ems, other, ['crm.corp.test'])), 'web-host-unapproved');
});

test('the same key gets the same certificate for the same hosts, until a newer one was issued; a key of another use gets none', async () => {
  const keys = await newKeyPair('p256');
  const first = await ask(['crm.corp.test', 'a.lab.example'], keys);
  assert.equal((await ask(['a.lab.example', 'crm.corp.test'], keys)).serial, first.serial);
  assert.notEqual((await ask(['a.lab.example'], keys)).serial, first.serial);
  await ask(['crm.corp.test', 'a.lab.example']);
  assert.equal(await codeOf(ask(['crm.corp.test', 'a.lab.example'], keys)), 'csr-weak');
  const device = await ems.enroll();
  assert.equal(await codeOf(ask(['crm.corp.test'], device.keys)), 'csr-weak');
});

test('a web certificate that is revoked by its serial is on the list of its CA and refused by OCSP, and its gateway hears of it', async () => {
  const { certificate, serial } = await ask(['crm.corp.test']);
  assert.deepEqual(await stage.revocationOf(certificate), ['not listed', 'good']);
  using link = openLink(ems, 'gateway', gateway);
  await link.hear((event) => event.type === 'beat');
  await ems.admin.call('revokeCertificate', { serial, reason: 'lost' });
  await link.hear((event) => event.type === 'changed' && event.what === 'certificates');
  assert.deepEqual(await stage.revocationOf(certificate), ['listed', 'revoked']);
  assert.deepEqual((await stage.trust()).revokedWebCertificates, [serial]);
});

test('approving less revokes the certificates for what is no longer approved, and no others', async () => {
  const kept = await ask(['one.apps.corp.test']);
  const lost = await ask(['one.apps.corp.test', 'a.lab.example']);
  await approveWebHosts(ems, gateway, ['*.apps.corp.test', 'crm.corp.test']);
  assert.deepEqual(await stage.revocationOf(lost.certificate), ['listed', 'revoked']);
  assert.deepEqual(await stage.revocationOf(kept.certificate), ['not listed', 'good']);
  assert.equal(await codeOf(ask(['a.lab.example'])), 'web-host-unapproved');
  assert.equal(await codeOf(ask(['one.apps.corp.test'])), 'ok');
});

test('another web CA in its place is asked for by gateways; the one before keeps its list until the end', async () => {
  const keys = await newKeyPair('p256');
  const before = await ask(['crm.corp.test'], keys);
  using link = openLink(ems, 'gateway', gateway);
  await link.hear((event) => event.type === 'beat');
  const webCa = await createWebCa(ems, ['crm.corp.test'], 'replace');
  assert.equal(webCa.subject, 'CN=Stile web CA 2 for crm.corp.test');
  await link.hear((event) => event.type === 'changed' && event.what === 'certificates');
  const told = await stage.trust();
  // What was approved and lies outside the new one's domains is not among them any more.
  assert.deepEqual([told.webCa, told.webHosts], [webCa.certificate, ['crm.corp.test']]);
  const next = await ask(['crm.corp.test'], keys);
  assert.deepEqual([next.chain, next.serial !== before.serial], [webCa.certificate, true]);
  assert.match(await stage.verify(next.chain, next.certificate), /web\.pem: OK/);
  await ems.admin.call('revokeCertificate', { serial: before.serial, reason: '' });
  assert.deepEqual(await stage.revocationOf(before.certificate), ['listed', 'revoked']);
  assert.deepEqual(await stage.revocationOf(next.certificate), ['not listed', 'good']);
});

test('a gateway that is withdrawn loses its web certificates', async () => {
  const leaving = await ems.approvedGateway(['gw3.corp.test']);
  await approveWebHosts(ems, leaving, ['crm.corp.test']);
  const { certificate } = await askWebCertificate(ems, leaving, ['crm.corp.test']);
  await ems.admin.call('withdrawGateway', { id: gatewayId.parse(leaving.id) });
  assert.deepEqual(await stage.revocationOf(certificate), ['listed', 'revoked']);
  await assert.rejects(approveWebHosts(ems, leaving, ['crm.corp.test']), (error) =>
    hasCode(error, 'gateway-withdrawn'),
  );
});
