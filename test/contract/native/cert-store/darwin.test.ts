// The login keychain of macOS, with the security tool's answers recorded from its documentation: macOS itself was not run.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { CertStore } from '../../../../native/cert-store/cert-store.ts';
import { certStoreOfDarwin } from '../../../../native/cert-store/darwin.ts';
import type { ToolOutcome } from '../../../../native/exec.ts';
import { type Credentials, makeThrowawayPki, type ThrowawayPki } from '../../../doubles/throwaway-pki.ts';

const ok = (stdout = '', stderr = ''): ToolOutcome => ({ kind: 'exited', code: 0, stdout, stderr });
const failed = (code: number, stderr: string): ToolOutcome => ({ kind: 'exited', code, stdout: '', stderr });

describe('the login keychain', () => {
  let home: string;
  let keychain: string;
  let pki: ThrowawayPki;
  let alice: Credentials;
  let store: CertStore;
  /** What was run, one word list a call, and what the imported file was like while the tool ran. */
  let calls: string[][];
  let imported: { readonly mode: number; readonly folderMode: number; readonly bytes: Buffer } | null;
  /** What the keychain holds. */
  let certificates: readonly string[];
  let withKey: readonly string[];
  let answers: Readonly<Record<string, ToolOutcome>>;

  before(async () => {
    pki = await makeThrowawayPki();
    alice = await pki.user('alice', { keyKind: 'rsa2048' });
    home = await mkdtemp(path.join(tmpdir(), 'stile-mac-'));
    keychain = path.join(home, 'Library/Keychains/login.keychain-db');
    await mkdir(path.dirname(keychain), { recursive: true });
    await writeFile(keychain, '');
    await mkdir(path.join(home, 'Applications/Google Chrome.app'), { recursive: true });
  });
  after(() => rm(home, { recursive: true }));

  beforeEach(() => {
    calls = [];
    imported = null;
    certificates = [pki.ztna.certificatePem];
    withKey = [];
    answers = {};
    store = certStoreOfDarwin({ home }, { run: security, applications: path.join(home, 'Applications') });
  });

  async function security(tool: string, args: readonly string[]): Promise<ToolOutcome> {
    assert.equal(tool, '/usr/bin/security');
    calls.push([...args]);
    const [verb = ''] = args;
    const planned = answers[verb];
    if (planned !== undefined) return planned;
    switch (verb) {
      case 'show-keychain-info':
        return ok('', `Keychain "${keychain}" lock-on-sleep timeout=300s\n`);
      case 'find-certificate':
        return ok(certificates.join(''));
      case 'find-identity':
        return ok(identityListing(withKey));
      case 'import': {
        const file = args[1] ?? '';
        const [found, folder] = [await stat(file), await stat(path.dirname(file))];
        imported = { mode: found.mode & 0o777, folderMode: folder.mode & 0o777, bytes: await readFile(file) };
        certificates = [...certificates, alice.certificatePem];
        withKey = [sha1Of(alice)];
        return ok('1 identity imported.\n');
      }
      case 'delete-identity':
      case 'delete-certificate':
        certificates = certificates.filter((each) => each !== alice.certificatePem);
        return ok();
      default:
        return ok();
    }
  }
  const callsOf = (verb: string) => calls.filter(([first]) => first === verb);

  test('imports by a file of this user alone, for the browsers that are installed, never to be exported again', async () => {
    const change = await store.install({ ...alice, friendlyName: 'Stile (alice)' });
    assert.deepEqual(change.kind === 'tried' && change.places.map((place) => place.outcome.kind), ['changed']);
    const [call = []] = callsOf('import');
    const [file = ''] = call.slice(1);
    const password = call[call.indexOf('-P') + 1] ?? '';
    assert.deepEqual(call, [
      'import',
      file,
      '-f',
      'pkcs12',
      '-k',
      keychain,
      '-P',
      password,
      '-x',
      '-T',
      '/usr/bin/security',
      '-T',
      path.join(home, 'Applications/Google Chrome.app'),
    ]);
    assert.deepEqual({ mode: imported?.mode, folderMode: imported?.folderMode }, { mode: 0o600, folderMode: 0o700 });
    await assert.rejects(stat(path.dirname(file)), { code: 'ENOENT' });
    assert.ok(!calls.flat().some((word) => word.includes('PRIVATE KEY')));
  });

  test('gets another password every time, so that the one others saw opens nothing', async () => {
    const passwords = new Set<string>();
    for (let round = 0; round < 2; round += 1) {
      certificates = [];
      withKey = [];
      await store.install({ ...alice, friendlyName: 'Stile (alice)' });
    }
    for (const call of callsOf('import')) passwords.add(call[call.indexOf('-P') + 1] ?? '');
    assert.equal(passwords.size, 2);
    for (const each of passwords) assert.match(each, /^[\w-]{32}$/);
  });

  test('is asked for what is ours, and says whether the key is there', async () => {
    certificates = [pki.ztna.certificatePem, alice.certificatePem];
    const contents = await store.list();
    assert.deepEqual(
      contents.kind === 'read' && contents.certificates.map((each) => [each.sha256, each.places[0]?.key]),
      [[alice.sha256, 'missing']],
    );
    withKey = [sha1Of(alice)];
    await store.install({ ...alice, friendlyName: 'Stile (alice)' });
    assert.deepEqual(callsOf('import'), []);
  });

  test('loses a certificate with its key, by its fingerprint', async () => {
    certificates = [alice.certificatePem];
    withKey = [sha1Of(alice)];
    await store.remove(alice.sha256);
    assert.deepEqual(callsOf('delete-identity'), [['delete-identity', '-Z', sha1Of(alice), keychain]]);
  });

  test('loses a certificate whose key has gone already', async () => {
    certificates = [alice.certificatePem];
    await store.remove(alice.sha256);
    assert.deepEqual(callsOf('delete-certificate'), [['delete-certificate', '-Z', sha1Of(alice), keychain]]);
    assert.deepEqual(callsOf('delete-identity'), []);
  });

  test('is told for which hosts to show it without asking, and that no longer', async () => {
    certificates = [alice.certificatePem];
    withKey = [sha1Of(alice)];
    await store.offer(['crm.corp.test', '*.lab.test'], alice.sha256);
    await store.offer(['crm.corp.test'], null);
    assert.deepEqual(callsOf('set-identity-preference'), [
      ['set-identity-preference', '-Z', sha1Of(alice), '-s', 'https://crm.corp.test/', keychain],
      ['set-identity-preference', '-Z', sha1Of(alice), '-s', '*.lab.test', keychain],
      ['set-identity-preference', '-n', '-s', 'https://crm.corp.test/', keychain],
    ]);
  });

  test('that wants its password is locked, and nothing is tried', async () => {
    answers = {
      'show-keychain-info': failed(36, 'security: SecKeychainGetStatus: User interaction is not allowed.\n'),
    };
    const change = await store.install({ ...alice, friendlyName: 'Stile (alice)' });
    assert.deepEqual(change.kind === 'tried' && change.places.map((place) => place.outcome), [{ kind: 'locked' }]);
    assert.deepEqual(callsOf('import'), []);
  });

  test('that refuses says why, without the password that the tool was given', async () => {
    let shown = '';
    store = certStoreOfDarwin(
      { home },
      {
        run: async (tool, args) => {
          if (args[0] !== 'import') return await security(tool, args);
          shown = args[args.indexOf('-P') + 1] ?? '';
          return failed(1, `security: SecKeychainItemImport: MAC verification failed (-P ${shown})\n`);
        },
      },
    );
    const change = await store.install({ ...alice, friendlyName: 'Stile (alice)' });
    const [place] = change.kind === 'tried' ? change.places : [];
    assert.ok(place?.outcome.kind === 'failed' && place.outcome.why.includes('MAC verification failed'));
    assert.ok(shown !== '' && !place.outcome.why.includes(shown));
  });
});

function sha1Of({ der }: Credentials): string {
  return createHash('sha1').update(der).digest('hex').toUpperCase();
}

/** As the tool prints it: an identity whose issuer the system does not trust is a matching one, not a valid one. */
function identityListing(sha1s: readonly string[]): string {
  const lines = sha1s.map(
    (sha1, index) => `  ${index + 1}) ${sha1} "0123456789ABCDEF0123456789ABCDEF" (CSSMERR_TP_NOT_TRUSTED)`,
  );
  return `\nPolicy: X.509 Basic\n  Matching identities\n${lines.join('\n')}\n     ${sha1s.length} identities found\n\n  Valid identities only\n     0 valid identities found\n`;
}
