import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { hasCode } from '../../../../../shared/errors/app-error.ts';
import { readOwnAuthority } from '../../../../../shared/node/x509/check-authority.ts';
import { type Openssl, openssl } from '../../../../doubles/openssl.ts';

let tool: Openssl;
before(async () => {
  tool = await openssl();
});
after(() => tool[Symbol.asyncDispose]());

const p256 = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
const ext = (value: string) => ['-addext', value];
const signs = ext('keyUsage=critical,keyCertSign,cRLSign');

/** A self-signed CA as openssl makes it, with its key. */
async function made(name: string, ...args: readonly string[]): Promise<string> {
  const key = args.includes('-newkey') ? [] : p256;
  const days = args.includes('-days') ? [] : ['-days', '3650'];
  const common = ['req', '-x509', '-nodes', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.pem`];
  const { ok, text } = await tool.run(...common, ...key, ...days, ...args);
  assert.ok(ok, text);
  return (await fileOf(`${name}.key`)) + (await fileOf(`${name}.pem`));
}

const fileOf = (name: string) => readFile(tool.path(name), 'utf8');

/** A CA below another one. */
async function below(name: string, issuer: string, extensions: string): Promise<void> {
  await tool.file('ext.cnf', extensions);
  await tool.run(
    'req',
    '-new',
    '-nodes',
    '-subj',
    `/CN=${name}`,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    ...p256,
  );
  const signing = ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-extfile', 'ext.cnf', '-days', '3000'];
  const { ok, text } = await tool.run('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...signing);
  assert.ok(ok, text);
}

const caBelow = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n';

interface Row {
  readonly what: string;
  readonly file: () => Promise<string>;
  /** Null: it is taken. */
  readonly why: RegExp | null;
}

const rows: readonly Row[] = [
  { what: 'a root on P-256', file: () => made('p256', ...signs), why: null },
  { what: 'a root with an RSA key', file: () => made('rsa', '-newkey', 'rsa:2048', ...signs), why: null },
  {
    what: 'a root for clients',
    file: () => made('clients', ...signs, ...ext('extendedKeyUsage=clientAuth')),
    why: null,
  },
  {
    what: 'an intermediate CA with its root behind it',
    async file() {
      await made('root', ...signs);
      await below('middle', 'root', caBelow);
      return (await fileOf('middle.key')) + (await fileOf('middle.pem')) + (await fileOf('root.pem'));
    },
    why: null,
  },
  {
    what: 'a CA below one that allows none',
    async file() {
      await made('tight', ...signs, ...ext('basicConstraints=critical,CA:TRUE,pathlen:0'));
      await below('under', 'tight', caBelow);
      return (await fileOf('under.key')) + (await fileOf('under.pem')) + (await fileOf('tight.pem'));
    },
    why: /path length/,
  },
  {
    what: 'certificates that are no chain',
    async file() {
      const one = await made('one', ...signs);
      await made('two', ...signs);
      return one + (await fileOf('two.pem'));
    },
    why: /no chain/,
  },
  {
    what: 'a certificate that is no CA',
    file: () => made('leaf', ...ext('basicConstraints=critical,CA:FALSE')),
    why: /not that of a CA/,
  },
  {
    what: 'a CA for servers only',
    file: () => made('servers', ...signs, ...ext('extendedKeyUsage=serverAuth')),
    why: /excludes clientAuth/,
  },
  {
    what: 'one that may sign no certificates',
    file: () => made('mute', ...ext('keyUsage=critical,cRLSign')),
    why: /not that of a CA/,
  },
  {
    what: 'one that may sign no lists',
    file: () => made('listless', ...ext('keyUsage=critical,keyCertSign')),
    why: /cRLSign/,
  },
  {
    what: 'one with name constraints',
    file: () => made('narrow', ...signs, ...ext('nameConstraints=critical,permitted;DNS:corp.test')),
    why: /critical extension/,
  },
  { what: 'one that ends soon', file: () => made('short', '-days', '100', ...signs), why: /180 days/ },
  { what: 'a weak RSA key', file: () => made('weak', '-newkey', 'rsa:1024', ...signs), why: /RSA key of 1024 bits/ },
  {
    what: 'a curve that others do not take',
    file: () => made('curve', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp521r1', ...signs),
    why: /neither RSA/,
  },
  {
    what: "another CA's key",
    async file() {
      await made('a', ...signs);
      await made('b', ...signs);
      return (await fileOf('a.key')) + (await fileOf('b.pem'));
    },
    why: /not that of the first certificate/,
  },
  {
    what: 'no key',
    file: async () => (await made('keyless', ...signs)).replace(/-----BEGIN PRIVATE[\s\S]+?PRIVATE KEY-----\n/, ''),
    why: /no private key/,
  },
];

for (const { what, file, why } of rows)
  test(`a CA of somebody's own: ${what} ${why === null ? 'is taken' : 'is refused'}`, async () => {
    const text = await file();
    if (why === null) {
      const taken = readOwnAuthority(text, Date.now());
      assert.ok(text.includes(taken.keyPem) && text.includes(taken.certificatePem));
      return;
    }
    assert.throws(
      () => readOwnAuthority(text, Date.now()),
      (error) => {
        assert.ok(hasCode(error, 'authority-unfit'), String(error));
        assert.match(error.message, why);
        assert.doesNotMatch(JSON.stringify(error.toWire()), /PRIVATE/);
        return true;
      },
    );
  });
