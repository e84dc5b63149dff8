import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { request } from 'undici';
import { type Openssl, openssl } from '../../doubles/openssl.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';
import { plant } from './planted.ts';
import { approveWebHosts, askWebCertificate, createWebCa } from './web-stage.ts';

let ems: TestEms;
let tool: Openssl;
let responder: string;
let webCertificates: { readonly good: string; readonly revoked: string };

before(async () => {
  ems = await runningEms({ settings: { serverNames: ['localhost'] } });
  tool = await openssl();
  await ems.enroll();
  const [device, gateway] = [await ems.enroll(), await ems.approvedGateway()];
  responder = /OCSP - URI:(\S+)/.exec(new X509Certificate(device.cert).infoAccess ?? '')?.[1] ?? '';
  for (const [role, leaf] of [
    ['ztna', device.cert],
    ['fabric', gateway.cert],
  ] as const) {
    const ca = /CA Issuers - URI:(\S+)/.exec(new X509Certificate(leaf).infoAccess ?? '')?.[1] ?? '';
    await tool.file(`${role}.pem`, await (await request(ca)).body.text());
  }
  await tool.file('gateway.pem', gateway.cert);
  await tool.file('web.pem', (await createWebCa(ems, ['corp.test'])).certificate);
  await approveWebHosts(ems, gateway, ['crm.corp.test', 'files.corp.test']);
  const web = async (host: string) => (await askWebCertificate(ems, gateway, [host])).certificate;
  webCertificates = { good: await web('crm.corp.test'), revoked: await web('files.corp.test') };
  await approveWebHosts(ems, gateway, ['crm.corp.test']);
});
after(async () => {
  await tool[Symbol.asyncDispose]();
  await ems[Symbol.asyncDispose]();
});

/** openssl's whole opinion of certificates of one CA; it verifies signer and signature itself. */
const ask = (ca: string, leaves: readonly string[], ...more: readonly string[]) =>
  tool.run(
    'ocsp',
    '-url',
    responder,
    '-CAfile',
    ca,
    '-issuer',
    ca,
    ...leaves.flatMap((leaf) => ['-cert', leaf]),
    ...more,
  );

interface Row {
  readonly what: string;
  readonly ca: string;
  readonly arrange: () => Promise<string>;
  readonly status: RegExp;
}

const rows: readonly Row[] = [
  {
    what: 'a machine certificate in force is good',
    ca: 'ztna.pem',
    arrange: async () => (await ems.enroll()).cert,
    status: /leaf\.pem: good/,
  },
  {
    what: 'a user certificate in force is good',
    ca: 'ztna.pem',
    arrange: async () => (await plant(ems, { kind: 'user', owner: (await ems.enroll()).uid })).cert,
    status: /leaf\.pem: good/,
  },
  {
    what: 'a certificate of a revoked device is revoked, with reason and time',
    ca: 'ztna.pem',
    async arrange() {
      const { uid, cert } = await ems.enroll();
      await ems.admin.call('revokeEndpoint', { uid, reason: 'test' });
      return cert;
    },
    // openssl knows privilegeWithdrawn in lists, not here.
    status: /leaf\.pem: revoked\n.*\n.*\n\tReason: (?:privilegeWithdrawn|\(UNKNOWN\))\n\tRevocation Time: \w/,
  },
  {
    what: 'a certificate that was revoked by its serial is revoked',
    ca: 'ztna.pem',
    async arrange() {
      const { cert, serial } = await ems.enroll();
      await ems.admin.call('revokeCertificate', { serial, reason: 'test' });
      return cert;
    },
    status: /leaf\.pem: revoked\n.*\n.*\n\tReason: keyCompromise/,
  },
  {
    what: 'a certificate that is not on record is unknown',
    ca: 'ztna.pem',
    arrange: async () =>
      (await plant(ems, { kind: 'machine', owner: (await ems.enroll()).uid, isOnRecord: false })).cert,
    status: /leaf\.pem: unknown/,
  },
  {
    what: 'a gateway in force is good, by the responder of the fabric CA',
    ca: 'fabric.pem',
    arrange: () => Promise.resolve(readGateway()),
    status: /leaf\.pem: good/,
  },
  {
    what: 'a web certificate in force is good, by the responder of the web CA',
    ca: 'web.pem',
    arrange: async () => webCertificates.good,
    status: /leaf\.pem: good/,
  },
  {
    what: 'a web certificate of a host that is approved no longer is revoked',
    ca: 'web.pem',
    arrange: async () => webCertificates.revoked,
    status: /leaf\.pem: revoked/,
  },
];

for (const { what, ca, arrange, status } of rows)
  for (const hash of ['-sha1', '-sha256'])
    test(`${what} (${hash})`, async () => {
      await tool.file('leaf.pem', await arrange());
      const { text } = await ask(ca, [], hash, '-cert', 'leaf.pem');
      assert.match(text, /^Response verify OK$/m, text);
      assert.match(text, status);
      assert.match(text, /Next Update/);
    });

test('the nonce comes back; several certificates are answered in one response', async () => {
  await tool.file('one.pem', (await ems.enroll()).cert);
  await tool.file('two.pem', (await ems.enroll()).cert);
  const { text } = await ask('ztna.pem', ['one.pem', 'two.pem'], '-resp_text');
  assert.match(text, /^Response verify OK$/m, text);
  assert.match(text, /one\.pem: good[\s\S]*two\.pem: good/);
  assert.match(text, /OCSP Nonce/);
  assert.doesNotMatch(text, /no nonce in response/);
  assert.match(text, /OCSP No Check/);
});

test('over GET the same answer comes, and caches may keep it for as long as it holds; one to a nonce is for the asker', async () => {
  await tool.file('leaf.pem', (await ems.enroll()).cert);
  const asked = async (name: string, ...more: string[]) => {
    await tool.run('ocsp', '-issuer', 'ztna.pem', '-cert', 'leaf.pem', '-reqout', name, ...more);
    return await readFile(tool.path(name));
  };
  const plain = (await asked('plain.der', '-no_nonce')).toString('base64');
  for (const path of [plain, encodeURIComponent(plain)]) {
    const answer = await request(`${responder}/${path}`);
    assert.equal(answer.headers['content-type'], 'application/ocsp-response');
    assert.equal(answer.headers['cache-control'], 'max-age=600, public, no-transform, must-revalidate');
    await tool.file('answer.der', new Uint8Array(await answer.body.arrayBuffer()));
    const { text } = await tool.run(
      'ocsp',
      '-respin',
      'answer.der',
      '-CAfile',
      'ztna.pem',
      '-issuer',
      'ztna.pem',
      '-cert',
      'leaf.pem',
    );
    assert.match(text, /leaf\.pem: good[\s\S]*Response verify OK/, text);
  }
  const own = await request(`${responder}/${encodeURIComponent((await asked('own.der')).toString('base64'))}`);
  assert.equal(own.headers['cache-control'], 'no-store');
  await own.body.dump();
});

const post = async (body: Buffer, type = 'application/ocsp-request') =>
  await request(responder, { method: 'POST', headers: { 'content-type': type }, body });
const malformed = '30030a0101';
const unauthorized = '30030a0106';

test('what is no request is called malformed, what asks about another CA or about two unauthorized, what is too large is not read', async () => {
  await tool.file('leaf.pem', (await ems.enroll()).cert);
  const other = await tool.run(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-subj',
    '/CN=x',
    '-keyout',
    'x.key',
    '-out',
    'x.pem',
  );
  assert.ok(other.ok, other.text);
  await tool.run('ocsp', '-issuer', 'x.pem', '-cert', 'leaf.pem', '-reqout', 'x.der');
  const mixed = ['-issuer', 'ztna.pem', '-cert', 'leaf.pem', '-issuer', 'fabric.pem', '-cert', 'gateway.pem'];
  await tool.run('ocsp', ...mixed, '-reqout', 'mixed.der');
  const answers = [
    { answer: await post(Buffer.from('no request')), is: malformed },
    { answer: await post(Buffer.alloc(0)), is: malformed },
    { answer: await request(`${responder}/MFEw`), is: malformed },
    { answer: await request(`${responder}/`), is: malformed },
    { answer: await post(await readFile(tool.path('x.der'))), is: unauthorized },
    { answer: await post(await readFile(tool.path('mixed.der'))), is: unauthorized },
  ];
  for (const { answer, is } of answers) {
    assert.equal(answer.statusCode, 200);
    assert.equal(Buffer.from(await answer.body.arrayBuffer()).toString('hex'), is);
  }
  const refused = [
    await post(Buffer.alloc(5_000)),
    await post(Buffer.alloc(8), 'text/plain'),
    await request(`${responder}/%`),
  ];
  for (const answer of refused) {
    assert.equal(answer.statusCode, 400);
    await answer.body.dump();
  }
});

async function readGateway(): Promise<string> {
  return await readFile(tool.path('gateway.pem'), 'utf8');
}
