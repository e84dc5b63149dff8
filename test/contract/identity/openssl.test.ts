import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAuthority, crossSign } from '../../../shared/node/x509/authority.ts';
import { makeCrl } from '../../../shared/node/x509/crl.ts';
import { makeCsr, parseCsr } from '../../../shared/node/x509/csr.ts';
import { issue } from '../../../shared/node/x509/issue.ts';
import { newKeyPair } from '../../../shared/node/x509/keys.ts';
import { openssl } from '../../doubles/openssl.ts';
import { makeThrowawayPki } from '../../doubles/throwaway-pki.ts';

const publicUrl = 'http://ems.corp.test:8015';
const dayMs = 86_400_000;

test('openssl accepts every certificate for its purpose, by the strict rules, and for no other', async () => {
  await using tool = await openssl();
  const pki = await makeThrowawayPki();
  await tool.file('fabric.pem', pki.fabric.certificatePem);
  await tool.file('ztna.pem', pki.ztna.certificatePem);
  await tool.file('server.pem', (await pki.server(['ems.corp.test'], { ipAddresses: ['127.0.0.1'] })).certificatePem);
  await tool.file('gateway.pem', (await pki.gateway(['gw.corp.test'])).certificatePem);
  await tool.file('machine.pem', (await pki.machine()).certificatePem);
  await tool.file('user.pem', (await pki.user('Jörg, CN=root', { keyKind: 'rsa2048' })).certificatePem);
  const strict = async (ca: string, purpose: string, leaf: string, ...more: string[]) =>
    (await tool.run('verify', '-x509_strict', '-CAfile', ca, '-purpose', purpose, ...more, leaf)).ok;

  assert.ok(await strict('fabric.pem', 'sslserver', 'server.pem', '-verify_hostname', 'ems.corp.test'));
  assert.ok(await strict('fabric.pem', 'sslserver', 'server.pem', '-verify_ip', '127.0.0.1'));
  assert.ok(await strict('fabric.pem', 'sslserver', 'gateway.pem', '-verify_hostname', 'gw.corp.test'));
  assert.ok(await strict('fabric.pem', 'sslclient', 'gateway.pem'));
  assert.ok(await strict('ztna.pem', 'sslclient', 'machine.pem'));
  assert.ok(await strict('ztna.pem', 'sslclient', 'user.pem'));
  assert.ok(!(await strict('fabric.pem', 'sslserver', 'gateway.pem', '-verify_hostname', 'ems.corp.test')));
  assert.ok(!(await strict('fabric.pem', 'sslclient', 'server.pem')));
  assert.ok(!(await strict('ztna.pem', 'sslserver', 'machine.pem')));
  assert.ok(!(await strict('fabric.pem', 'sslclient', 'machine.pem')));
});

test('the ZTNA CA cannot vouch for a server, even if a server certificate came to be signed by it', async () => {
  await using tool = await openssl();
  const pki = await makeThrowawayPki();
  await tool.file('ztna.pem', pki.ztna.certificatePem);
  await tool.file('leaf.pem', (await pki.server(['ems.corp.test'], { authority: pki.ztna })).certificatePem);
  assert.ok(!(await tool.run('verify', '-CAfile', 'ztna.pem', '-purpose', 'sslserver', 'leaf.pem')).ok);
});

test('openssl reads in a machine certificate what the protocol promises', async () => {
  await using tool = await openssl();
  const pki = await makeThrowawayPki();
  const leaf = await pki.machine();
  await tool.file('machine.pem', leaf.certificatePem);
  const { text } = await tool.run(
    'x509',
    '-in',
    'machine.pem',
    '-noout',
    '-text',
    '-serial',
    '-fingerprint',
    '-sha256',
  );
  for (const part of [
    `serial=${leaf.serial}`,
    `URI:urn:stile:${pki.emsId}:default:device:${pki.uid}:machine`,
    `Subject: CN = ${pki.uid}`,
    'CA:FALSE',
    'Digital Signature',
    'TLS Web Client Authentication',
    `CA Issuers - URI:${pki.publicUrl}/ca/`,
    `OCSP - URI:${pki.publicUrl}/ocsp`,
    `URI:${pki.publicUrl}/crl/`,
    'Authority Key Identifier',
  ])
    assert.ok(text.includes(part), part);
  assert.ok(text.replaceAll(':', '').toLowerCase().includes(leaf.sha256));
});

test('openssl accepts the revocation list and refuses what it names', async () => {
  await using tool = await openssl();
  const pki = await makeThrowawayPki();
  const [good, gone] = [await pki.machine(), await pki.machine()];
  const now = Date.now();
  const dates = { thisUpdate: new Date(now - 60_000), nextUpdate: new Date(now + dayMs) };
  const when = new Date(now - 60_000);
  const crl = await makeCrl(pki.ztna, {
    ...dates,
    number: 128,
    revoked: [
      { serial: gone.serial, when, reason: 'key-compromise' },
      { serial: (await pki.machine()).serial, when, reason: 'superseded' },
    ],
  });
  const empty = await makeCrl(pki.ztna, { ...dates, number: 1, revoked: [] });
  await tool.file('ca.pem', pki.ztna.certificatePem);
  await tool.file('other.pem', pki.fabric.certificatePem);
  await tool.file('list.crl', crl.der);
  await tool.file('list.pem', crl.pem);
  await tool.file('empty.pem', empty.pem);
  await tool.file('good.pem', good.certificatePem);
  await tool.file('gone.pem', gone.certificatePem);
  const read = ['crl', '-verify', '-noout', '-text', '-crlnumber'];

  const shown = await tool.run(...read, '-CAfile', 'ca.pem', '-inform', 'DER', '-in', 'list.crl');
  assert.match(shown.text, /verify OK/);
  assert.match(shown.text, /crlNumber=0x80/i);
  assert.match(shown.text, /Key Compromise/);
  assert.ok(shown.text.includes(gone.serial));
  assert.match((await tool.run(...read, '-CAfile', 'ca.pem', '-in', 'empty.pem')).text, /verify OK/);
  assert.doesNotMatch((await tool.run(...read, '-CAfile', 'other.pem', '-in', 'list.pem')).text, /verify OK/);

  const check = (list: string, leaf: string) =>
    tool.run('verify', '-x509_strict', '-crl_check', '-CAfile', 'ca.pem', '-CRLfile', list, leaf);
  assert.ok((await check('list.pem', 'good.pem')).ok);
  assert.match((await check('list.pem', 'gone.pem')).text, /certificate revoked/);
  assert.ok((await check('empty.pem', 'gone.pem')).ok);
});

test('openssl sees the current CA’s signature on a successor, and the successor signs leaves of its own', async () => {
  await using tool = await openssl();
  const pki = await makeThrowawayPki();
  const successor = await createAuthority({ role: 'fabric', commonName: 'Fabric CA 2', days: 365 });
  await tool.file('old.pem', pki.fabric.certificatePem);
  await tool.file('new.pem', successor.certificatePem);
  await tool.file('cross.pem', await crossSign(pki.fabric, successor.certificatePem));
  await tool.file('leaf.pem', (await pki.server(['ems.corp.test'], { authority: successor })).certificatePem);
  assert.ok((await tool.run('verify', '-CAfile', 'old.pem', 'cross.pem')).ok);
  assert.ok((await tool.run('verify', '-x509_strict', '-CAfile', 'new.pem', 'leaf.pem')).ok);
  assert.ok(!(await tool.run('verify', '-CAfile', 'old.pem', 'leaf.pem')).ok);
});

test('a web CA cannot vouch for a name outside its domains, nor for an address', async () => {
  await using tool = await openssl();
  const authority = await createAuthority({ role: 'web', commonName: 'Web CA', days: 30, domains: ['corp.test'] });
  const { publicKey } = await newKeyPair('p256');
  await tool.file('ca.pem', authority.certificatePem);
  const verify = async (names: { dnsNames?: string[]; ipAddresses?: string[] }) => {
    const leaf = await issue({ authority, publicKey, subjectCn: 'crm', eku: 'server', days: 10, publicUrl, ...names });
    await tool.file('leaf.pem', leaf.certificatePem);
    return tool.run('verify', '-x509_strict', '-CAfile', 'ca.pem', '-purpose', 'sslserver', 'leaf.pem');
  };
  assert.ok((await verify({ dnsNames: ['crm.corp.test'] })).ok);
  assert.match((await verify({ dnsNames: ['crm.evil.test'] })).text, /permitted subtree violation/);
  assert.match((await verify({ dnsNames: ['notcorp.test'] })).text, /permitted subtree violation/);
  assert.match((await verify({ ipAddresses: ['10.0.0.1'] })).text, /excluded subtree violation/);
});

const requests: Readonly<Record<string, { readonly key: readonly string[]; readonly code: string | undefined }>> = {
  'P-256': { key: ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], code: undefined },
  'P-384': { key: ['EC', '-pkeyopt', 'ec_paramgen_curve:P-384'], code: undefined },
  'RSA-2048': { key: ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], code: undefined },
  'RSA-1024': { key: ['RSA', '-pkeyopt', 'rsa_keygen_bits:1024'], code: 'csr-weak' },
  'RSA with exponent 3': {
    key: ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-pkeyopt', 'rsa_keygen_pubexp:3'],
    code: 'csr-weak',
  },
  'P-192': { key: ['EC', '-pkeyopt', 'ec_paramgen_curve:prime192v1'], code: 'csr-weak' },
  secp256k1: { key: ['EC', '-pkeyopt', 'ec_paramgen_curve:secp256k1'], code: 'csr-weak' },
  'P-256 with explicit parameters': {
    key: ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-pkeyopt', 'ec_param_enc:explicit'],
    code: 'csr-malformed',
  },
  Ed25519: { key: ['ED25519'], code: 'csr-weak' },
};

for (const [what, { key, code }] of Object.entries(requests))
  test(`openssl's request with ${what} is ${code === undefined ? 'taken' : `refused: ${code}`}`, async () => {
    await using tool = await openssl();
    assert.ok((await tool.run('genpkey', '-algorithm', ...key, '-out', 'key.pem')).ok);
    const made = await tool.run(
      'req',
      '-new',
      '-key',
      'key.pem',
      '-subj',
      '/CN=evil/O=x',
      '-addext',
      'subjectAltName=URI:urn:x',
    );
    assert.ok(made.ok, made.text);
    const reading = parseCsr(made.text);
    if (code === undefined) assert.match((await reading).keyFingerprint, /^[0-9a-f]{64}$/);
    else await assert.rejects(reading, { code });
  });

test("openssl's request signed with SHA-1 is refused as too weak", async () => {
  await using tool = await openssl();
  await tool.run('genpkey', '-algorithm', 'RSA', '-out', 'key.pem');
  const made = await tool.run('req', '-new', '-sha1', '-key', 'key.pem', '-subj', '/CN=x');
  await assert.rejects(parseCsr(made.text), { code: 'csr-weak' });
});

test('openssl accepts the requests made here', async () => {
  await using tool = await openssl();
  for (const kind of ['p256', 'rsa2048'] as const) {
    await tool.file('made.csr', await makeCsr(await newKeyPair(kind), 'anna'));
    assert.match((await tool.run('req', '-verify', '-noout', '-in', 'made.csr')).text, /verify OK/);
  }
});
