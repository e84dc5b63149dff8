// The ceremony of a release from the first key to a feed that devices take, by the commands that people type.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { runRelease } from '../../../build/release/run.ts';

const name = 'stile-agent_0.2.0_amd64.deb';
let directory: string;
const at = (...parts: readonly string[]) => path.join(directory, ...parts);

before(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'stile-release-'));
  await writeFile(at(name), 'the package');
  await writeFile(
    at('packages.json'),
    JSON.stringify({ packages: [built(name, 'the package'), built('stile-ems_0.2.0_amd64.deb', '')] }),
  );
});
after(async () => {
  await rm(directory, { recursive: true, force: true });
});

function built(file: string, text: string, releasable = true) {
  return { file, mib: 1, sha256: createHash('sha256').update(text).digest('hex'), releasable };
}

let now = Date.parse('2026-11-27T12:00:00Z');

/** One command as its status, and all that it said. */
async function release(words: string, input = ''): Promise<readonly [status: number, said: string]> {
  const said: string[] = [];
  const tell = (line: string): void => void said.push(line);
  const args = words.split(' ').map((word) => (word.startsWith('./') ? at(word.slice(2)) : word));
  const status = await runRelease(args, { print: tell, complain: tell, input: Readable.from([input]), now: () => now });
  return [status, said.join('\n')];
}

interface Row {
  readonly what: string;
  readonly does: string;
  readonly input?: string;
  readonly first?: () => unknown;
  readonly status: 0 | 1 | 2;
  readonly says: RegExp;
}

const sealed = 'correct horse battery\n';

/** In this order: what one makes the next one finds. */
const rows: readonly Row[] = [
  { what: 'help', does: 'help', status: 0, says: /^Usage: npm run release/ },
  { what: 'a word nobody knows', does: 'publish', status: 2, says: /there is no command publish/ },
  { what: 'a key', does: 'keygen --name alice --out ./keys', status: 0, says: /alice\.key: keep it/ },
  { what: 'a key that is there', does: 'keygen --name alice --out ./keys', status: 1, says: /EEXIST/ },
  { what: 'a name that leads elsewhere', does: 'keygen --name ../alice --out ./keys', status: 2, says: /name/ },
  { what: 'a sealed key', does: 'keygen --name bob --out ./keys --passphrase', input: sealed, status: 0, says: /bob/ },
  {
    what: 'a passphrase that is none',
    does: 'keygen --name carol --out ./keys --passphrase',
    input: 'short\n',
    status: 1,
    says: /fewer than 12/,
  },
  {
    what: 'a threshold that nobody reaches',
    does: 'keys --public ./keys/alice.pub.json --threshold 2 --out ./update-keys.json',
    status: 1,
    says: /threshold is higher/,
  },
  {
    what: 'the keys of devices',
    does: 'keys --public ./keys/alice.pub.json --public ./keys/bob.pub.json --threshold 2 --out ./update-keys.json',
    status: 0,
    says: /2 of 2 keys must sign/,
  },
  {
    what: 'a release, signed by one',
    does: 'sign --feed ./feed --key ./keys/alice.key --packages ./packages.json --spread-hours 24',
    status: 0,
    says: /feed number 1, good until 2027-01-11T12:00:00Z\n0\.2\.0: stile-agent_0\.2\.0_amd64\.deb; stable from 2026-11-27T12:00:00Z over 24 h, 100 %\n/,
  },
  { what: 'one signature of two', does: 'verify --feed ./feed --keys ./update-keys.json', status: 1, says: /too few/ },
  {
    what: 'a wrong passphrase',
    does: 'cosign --feed ./feed --key ./keys/bob.key',
    input: 'incorrect horse battery\n',
    status: 1,
    says: /no key that opens by this passphrase/,
  },
  {
    what: 'the other signature',
    does: 'cosign --feed ./feed --key ./keys/bob.key',
    input: sealed,
    status: 0,
    says: /signatures: 2/,
  },
  { what: 'both signatures', does: 'verify --feed ./feed --keys ./update-keys.json', status: 0, says: /take it/ },
  {
    what: 'a feed that nobody renewed',
    does: 'verify --feed ./feed --keys ./update-keys.json',
    first: () => {
      now += 50 * 86_400_000;
    },
    status: 1,
    says: /expired/,
  },
  {
    what: 'a release that is withdrawn',
    does: 'sign --feed ./feed --key ./keys/alice.key --key ./keys/bob.key --withdraw 0.2.0',
    input: sealed,
    status: 0,
    says: /feed number 2, [\s\S]*withdrawn: 0\.2\.0/,
  },
  {
    what: 'a package that was changed after it was built',
    does: 'sign --feed ./feed --key ./keys/alice.key --packages ./packages.json',
    first: () => writeFile(at(name), 'another package'),
    status: 1,
    says: /not what was built/,
  },
  {
    what: 'a package that must not be given to people',
    does: 'sign --feed ./feed --key ./keys/alice.key --packages ./packages.json',
    first: () =>
      writeFile(
        at('packages.json'),
        JSON.stringify({ packages: [{ ...built(name, ''), releasable: false, why: 'no Electron' }] }),
      ),
    status: 1,
    says: /must not be released: no Electron/,
  },
  {
    what: 'a key that others can read',
    does: 'sign --feed ./feed --key ./keys/alice.key',
    first: () => chmod(at('keys', 'alice.key'), 0o644),
    status: 1,
    says: /chmod 600/,
  },
];

for (const { what, does, input, first, status, says } of rows)
  test(`${what}: status ${status}`, async () => {
    await first?.();
    const [found, said] = await release(does, input);
    assert.match(said, says);
    assert.equal(found, status);
  });

test('what is served has no secret, and what is secret is for its holder alone', async () => {
  assert.deepEqual((await readdir(at('feed'))).sort(), ['stile-agent_0.2.0_amd64.deb', 'stile-feed.json']);
  assert.equal((await stat(at('keys', 'bob.key'))).mode & 0o777, 0o600);
  assert.match(await readFile(at('keys', 'bob.key'), 'utf8'), /ENCRYPTED/);
});
