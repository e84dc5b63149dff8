import 'reflect-metadata';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { createAuthority, dayMs } from '../../../../../shared/node/x509/authority.ts';
import { newKeyPair } from '../../../../../shared/node/x509/keys.ts';
import { judgeWebCa } from '../../../../../shared/node/x509/web-ca.ts';
import { webKeyPair, webSigner } from '../../../../../shared/node/x509/web-key.ts';

const domains = ['corp.test', 'partner.example'];
const keys = await newKeyPair('p256');
const otherKeys = await newKeyPair('p256');

const hex = (text: string) => Buffer.from(text).toString('hex');
const der = (tag: string, ...parts: readonly string[]): string => {
  const content = parts.join('');
  return `${tag}${(content.length / 2).toString(16).padStart(2, '0')}${content}`;
};
const dns = (name: string) => der('30', der('82', hex(name)));
const noAddresses = [der('30', der('87', '00'.repeat(8))), der('30', der('87', '00'.repeat(32)))];
const permitted = (...subtrees: readonly string[]) => der('a0', ...subtrees);
const excluded = (...subtrees: readonly string[]) => der('a1', ...subtrees);

/** What a CA may have otherwise than a good one. */
interface Deviation {
  readonly constraints?: string | null;
  readonly constraintsAreCritical?: boolean;
  readonly isCa?: boolean;
  readonly uses?: readonly string[];
  readonly keyUsage?: number;
  readonly extensions?: readonly Extension[];
  readonly signedBy?: typeof keys;
  readonly fromDays?: number;
}

const goodConstraints = der('30', permitted(dns('corp.test')), excluded(...noAddresses));

async function webCa(deviation: Deviation = {}): Promise<string> {
  const constraints = deviation.constraints === undefined ? goodConstraints : deviation.constraints;
  const notBefore = new Date(Date.now() + (deviation.fromDays ?? -1) * dayMs);
  const { algorithm, signingKey } = webSigner((deviation.signedBy ?? keys).privateKey);
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: ['Some web CA'] }],
    issuer: [{ CN: ['Some web CA'] }],
    publicKey: webKeyPair(keys).publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    notBefore,
    notAfter: new Date(notBefore.getTime() + 30 * dayMs),
    extensions: [
      new BasicConstraintsExtension(deviation.isCa ?? true, undefined, true),
      new KeyUsagesExtension(deviation.keyUsage ?? KeyUsageFlags.keyCertSign, true),
      new ExtendedKeyUsageExtension([...(deviation.uses ?? [ExtendedKeyUsage.serverAuth])]),
      ...(constraints === null
        ? []
        : [new Extension('2.5.29.30', deviation.constraintsAreCritical ?? true, Buffer.from(constraints, 'hex'))]),
      ...(deviation.extensions ?? []),
    ],
  });
  return certificate.toString('pem');
}

const withConstraints = (...parts: readonly string[]): Deviation => ({ constraints: der('30', ...parts) });

const refusals: readonly (readonly [string, Deviation, RegExp])[] = [
  ['without name constraints', { constraints: null }, /no name constraints/],
  ['with name constraints that are not critical', { constraintsAreCritical: false }, /not critical/],
  ['that only excludes', withConstraints(excluded(dns('bank.example'), ...noAddresses)), /permit no domain/],
  ['that permits another domain', withConstraints(permitted(dns('bank.example')), excluded(...noAddresses)), /outside/],
  [
    'that permits one of ours and another',
    withConstraints(permitted(dns('corp.test'), dns('bank.example')), excluded(...noAddresses)),
    /"bank\.example"/,
  ],
  [
    'that permits a name that only ends like ours',
    withConstraints(permitted(dns('evilcorp.test')), excluded(...noAddresses)),
    /"evilcorp\.test"/,
  ],
  [
    'that permits a whole top-level domain',
    withConstraints(permitted(dns('test')), excluded(...noAddresses)),
    /"test"/,
  ],
  ['that permits every name', withConstraints(permitted(dns('')), excluded(...noAddresses)), /""/],
  [
    'that spells a domain as only some read it',
    withConstraints(permitted(dns('.corp.test')), excluded(...noAddresses)),
    /"\.corp\.test"/,
  ],
  ['that leaves addresses free', withConstraints(permitted(dns('corp.test'))), /addresses free/],
  [
    'that excludes only one kind of address',
    withConstraints(permitted(dns('corp.test')), excluded(noAddresses[0] ?? '')),
    /addresses free/,
  ],
  [
    'that permits addresses',
    withConstraints(permitted(dns('corp.test'), der('30', der('87', '0a000000ff000000'))), excluded(...noAddresses)),
    /more than DNS names/,
  ],
  [
    'that permits URIs',
    withConstraints(permitted(dns('corp.test'), der('30', der('86', hex('corp.test')))), excluded(...noAddresses)),
    /more than DNS names/,
  ],
  [
    'that permits addresses of mail',
    withConstraints(permitted(dns('corp.test'), der('30', der('81', hex('corp.test')))), excluded(...noAddresses)),
    /more than DNS names/,
  ],
  [
    'that counts levels',
    withConstraints(permitted(der('30', der('82', hex('corp.test')), der('80', '01'))), excluded(...noAddresses)),
    /cannot be read/,
  ],
  ['that is no CA', { isCa: false }, /no CA/],
  ['whose key may not sign', { keyUsage: KeyUsageFlags.digitalSignature }, /may not sign/],
  ['for any use', { uses: [] }, /not for servers alone/],
  [
    'for clients as well',
    { uses: [ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth] },
    /not for servers alone/,
  ],
  ['for OCSP alone', { uses: [ExtendedKeyUsage.ocspSigning] }, /not for servers alone/],
  ['signed by another key', { signedBy: otherKeys }, /not signed by itself/],
  ['of tomorrow', { fromDays: 1 }, /not valid yet/],
  ['of last year', { fromDays: -400 }, /expired/],
  [
    'with something critical that nobody here knows',
    { extensions: [new Extension('1.2.3.4', true, Buffer.from('0500', 'hex'))] },
    /not understood/,
  ],
];

for (const [which, deviation, why] of refusals)
  test(`a web CA ${which} is refused`, async () => {
    const verdict = judgeWebCa(await webCa(deviation), domains, Date.now());
    assert.equal(verdict.kind, 'refused');
    assert.match(verdict.kind === 'refused' ? verdict.why : '', why);
  });

const accepted: readonly (readonly [string, Deviation, readonly string[]])[] = [
  ['inside one of our domains', {}, ['corp.test']],
  [
    'inside several, below one of them',
    withConstraints(permitted(dns('web.corp.test'), dns('partner.example')), excluded(...noAddresses)),
    ['web.corp.test', 'partner.example'],
  ],
  [
    'that excludes something more',
    withConstraints(permitted(dns('corp.test')), excluded(dns('hr.corp.test'), ...noAddresses)),
    ['corp.test'],
  ],
];

for (const [which, deviation, names] of accepted)
  test(`a web CA ${which} is trusted`, async () => {
    const verdict = judgeWebCa(await webCa(deviation), domains, Date.now());
    assert.deepEqual(verdict.kind === 'trusted' ? verdict.domains : verdict.why, names);
  });

test('the CA that an EMS makes is one that agents trust', async () => {
  const made = await createAuthority({ role: 'web', commonName: 'Corp web', days: 30, domains: ['corp.test'] });
  const verdict = judgeWebCa(made.certificatePem, domains, Date.now());
  assert.ok(verdict.kind === 'trusted' && verdict.commonName === 'Corp web');
  assert.equal(judgeWebCa(made.certificatePem, ['other.test'], Date.now()).kind, 'refused');
});

test('what is not one certificate is refused', async () => {
  const one = await webCa();
  for (const text of ['', 'nonsense', `${one}\n${one}`, one.replace('CERTIFICATE', 'X509 CRL')])
    assert.equal(judgeWebCa(text, domains, Date.now()).kind, 'refused');
});
