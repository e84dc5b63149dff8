// The web CA: for which domains it is made, what it cannot sign for, and whom it is shown to.

import assert from 'node:assert/strict';
import { mkdtempDisposable, readFile, rename, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { issue } from '../../../shared/node/x509/issue.ts';
import { newKeyPair } from '../../../shared/node/x509/keys.ts';
import { nextUid, runningEms, type TestEms, testInventory } from '../../doubles/running-ems.ts';
import {
  approveWebHosts,
  askWebCertificate,
  codeOf,
  createWebCa,
  openWebStage,
  type TestGateway,
  type WebStage,
  webKeyFile,
} from './web-stage.ts';

let stage: WebStage;
let ems: TestEms;
let gateway: TestGateway;

before(async () => {
  stage = await openWebStage();
  ({ ems, gateway } = stage);
});

after(async () => {
  await stage?.[Symbol.asyncDispose]();
});

test('until an administrator made a web CA there is none: not for gateways, devices or approvals', async () => {
  assert.deepEqual(await ems.admin.call('webCa', {}), { webCa: null });
  assert.equal(await codeOf(askWebCertificate(ems, gateway, ['crm.corp.test'])), 'web-ca-absent');
  await assert.rejects(approveWebHosts(ems, gateway, ['crm.corp.test']), (error) => hasCode(error, 'web-ca-absent'));
  const { webCa, webHosts } = await stage.trust();
  assert.deepEqual([webCa, webHosts], [null, []]);
});

test('a web CA is made for domains that one organisation can own, and for nothing else', async () => {
  for (const domains of [
    [],
    ['test'],
    ['corp.test', 'co.uk'],
    ['github.io'],
    ['localhost'],
    ['*.corp.test'],
    ['10.0.0.1'],
  ])
    await assert.rejects(createWebCa(ems, domains), (error) => hasCode(error, 'command-invalid'), domains.join());
  assert.deepEqual(await ems.admin.call('webCa', {}), { webCa: null });
});

test('the first one is made: a CA for servers, with its key in a file that only its owner reads', async () => {
  const webCa = await createWebCa(ems, ['CORP.test', 'lab.example']);
  assert.deepEqual(webCa.domains, ['corp.test', 'lab.example']);
  assert.deepEqual(await ems.admin.call('webCa', {}), { webCa });
  await assert.rejects(createWebCa(ems, ['other.test']), (error) => hasCode(error, 'web-ca-exists'));
  const file = webKeyFile(ems, webCa.id);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.match(await readFile(file, 'utf8'), /PRIVATE KEY/);
  await stage.tool.file('ca.pem', webCa.certificate);
  const { text } = await stage.tool.run('x509', '-in', 'ca.pem', '-noout', '-ext', 'nameConstraints,basicConstraints');
  assert.match(
    text,
    /Name Constraints: critical\s+Permitted:\s+DNS:corp\.test\s+DNS:lab\.example\s+Excluded:\s+IP:0\.0\.0\.0\/0\.0\.0\.0\s+IP:/,
  );
  assert.match(text, /CA:TRUE, pathlen:0/);
});

const outside: Readonly<
  Record<string, { readonly dnsNames?: readonly string[]; readonly ipAddresses?: readonly string[] }>
> = {
  'evil.test': { dnsNames: ['evil.test'] },
  'evilcorp.test': { dnsNames: ['evilcorp.test'] },
  'crm.corp.test and evil.test': { dnsNames: ['crm.corp.test', 'evil.test'] },
  'an IP address': { ipAddresses: ['192.0.2.1'] },
};

for (const [what, names] of Object.entries(outside)) {
  test(`openssl refuses what the key of the web CA signs for ${what}`, async () => {
    const { webCa } = await ems.admin.call('webCa', {});
    assert.ok(webCa !== null);
    const { publicKey } = await newKeyPair('p256');
    const authority = { keyPem: await readFile(webKeyFile(ems, webCa.id), 'utf8'), certificatePem: webCa.certificate };
    const life = { eku: 'server', days: 90, publicUrl: 'http://localhost:1' } as const;
    const made = await issue({ authority, publicKey, subjectCn: 'x', ...names, ...life });
    assert.match(await stage.verify(webCa.certificate, made.certificatePem), /(permitted|excluded) subtree violation/);
  });
}

test('a device is handed the web CA only if all its domains lie inside those of its invitation', async () => {
  const { webCa } = await ems.admin.call('webCa', {});
  const rows: readonly (readonly [domains: readonly string[], webCa: string | null])[] = [
    [['corp.test', 'lab.example'], webCa?.certificate ?? ''],
    [['corp.test', 'lab.example', 'more.test'], webCa?.certificate ?? ''],
    [['corp.test'], null],
    [['corp.test', 'x.lab.example'], null],
    [[], null],
  ];
  for (const [domains, expected] of rows) {
    const keys = await newKeyPair('p256');
    const uid = nextUid();
    await using nobody = ems.agentClient();
    const code = await ems.code({ domains: [...domains] });
    const { certificate } = await nobody.call('enroll', {
      body: { code, csr: await makeCsr(keys, uid), uid, inventory: testInventory },
    });
    const key = String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await using client = ems.agentClient({ cert: certificate, key });
    assert.equal((await client.call('profile', {})).webCa, expected, domains.join());
  }
});

test('an EMS starts with the web CA that its database knows, or not at all', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-web-ca-'));
  const serverNames = ['localhost', '127.0.0.1', 'ems.corp.test'];
  const start = () => runningEms({ directory: directory.path, settings: { serverNames } });
  const first = await start();
  const webCa = await createWebCa(first, ['corp.test']);
  const file = webKeyFile(first, webCa.id);
  await first.stop();
  {
    await using again = await start();
    assert.deepEqual(await again.admin.call('webCa', {}), { webCa });
    const its = await again.approvedGateway();
    await approveWebHosts(again, its, ['crm.corp.test']);
    const ofEms = approveWebHosts(again, its, ['EMS.corp.test']);
    await assert.rejects(
      ofEms,
      (error) => hasCode(error, 'command-invalid') && /of the EMS itself/.test(error.message),
    );
    assert.equal((await askWebCertificate(again, its, ['crm.corp.test'])).chain, webCa.certificate);
  }
  await rename(file, `${file}.away`);
  await assert.rejects(start(), (error) => hasCode(error, 'authority-missing') && error.params.role === 'web');
  await writeFile(file, await readFile(path.join(directory.path, 'data', 'ca', 'fabric-ca.pem')));
  await assert.rejects(start(), (error) => hasCode(error, 'authority-foreign') && error.params.role === 'web');
});
