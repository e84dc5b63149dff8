// Attack: a link, made where a privileged program writes, that leads its bytes elsewhere. Every writer of the data directory, a row each.

import assert from 'node:assert/strict';
import { chmod, link, lstat, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { config } from '../../../daemon/config.ts';
import { tpmProcess } from '../../../daemon/keys/launch.ts';
import { recordedFiles } from '../../../native/browser-policy/record.ts';
import { writeJournal } from '../../../native/hosts-file/journal.ts';
import { takeLock } from '../../../native/hosts-file/lock.ts';
import { platformFor } from '../../../native/platform.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { replaceFile } from '../../../shared/node/atomic-file.ts';
import { claimDirectory } from '../../../shared/node/claim-directory.ts';
import { savedOf } from '../../doubles/saved-of.ts';

interface World {
  readonly data: string;
  readonly victim: string;
}

const victimText = 'belongs to somebody else\n';

async function inWorld(act: (world: World) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stile-links-'));
  try {
    const data = path.join(folder, 'data');
    await mkdir(data, { mode: 0o700 });
    const victim = path.join(folder, 'victim');
    await writeFile(victim, victimText, { mode: 0o640 });
    await act({ data, victim });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const journal = { path: '/nowhere', temporary: '/nowhere.new', before: Buffer.of(), after: Buffer.of(1), owed: [] };
const tpm = { openSslConfig: () => 'config', environment: () => ({}) };

/** Who writes into the data directory, and under which name. */
const writers: readonly (readonly [what: string, name: string, write: (data: string) => Promise<unknown>])[] = [
  ['the state', 'agent.json', async (data) => (await savedOf(data, 'file')).update((state) => state)],
  ['the journal of the hosts file', 'hosts-journal.json', (data) => writeJournal(data, journal)],
  [
    'the lock of the hosts file',
    'hosts.lock',
    async (data) => {
      await using _lock = await takeLock(data, 0);
    },
  ],
  [
    "the record of the browsers' policies",
    'browser-policies.json',
    async (data) =>
      recordedFiles(data)
        .put(path.join(data, 'policy.json'), '{}')
        .catch(() => undefined),
  ],
  ["the TPM's settings", 'openssl-tpm2.cnf', (data) => tpmProcess(config.parse({ dataDirectory: data }), tpm)],
  ['whatever is replaced', 'any', (data) => replaceFile(path.join(data, 'any'), 'new')],
];

describe('a link in the data directory', () => {
  for (const kind of ['symbolic link', 'hard link'] as const)
    for (const [what, name, write] of writers)
      test(`${kind}, at ${what}: what it leads to stays as it was`, async () => {
        await inWorld(async ({ data, victim }) => {
          await (kind === 'hard link' ? link : symlink)(victim, path.join(data, name));
          await write(data);
          assert.equal(await readFile(victim, 'utf8'), victimText);
          assert.equal((await stat(victim)).mode & 0o777, 0o640);
        });
      });

  for (const kind of ['symbolic link', 'hard link'] as const)
    test(`${kind}, at the claim: nothing is opened, and an administrator is told`, async () => {
      await inWorld(async ({ data, victim }) => {
        await writeFile(victim, '');
        await (kind === 'hard link' ? link : symlink)(victim, path.join(data, 'in-use.lock'));
        await assert.rejects(claimDirectory(data), (error) => hasCode(error, 'directory-not-safe'));
        assert.equal((await stat(victim)).mode & 0o777, 0o640);
      });
    });

  test('to nothing, at the claim: nothing is made at its end', async () => {
    await inWorld(async ({ data, victim }) => {
      await symlink(`${victim}.new`, path.join(data, 'in-use.lock'));
      await assert.rejects(claimDirectory(data), (error) => hasCode(error, 'directory-not-safe'));
      await assert.rejects(lstat(`${victim}.new`));
    });
  });
});

describe('a data directory that others may write', () => {
  const uses: readonly (readonly [what: string, use: (data: string) => Promise<unknown>])[] = [
    ['is not claimed', (data) => claimDirectory(data)],
    ['has no journal that is followed', (data) => hostsFileIn(data).repair()],
    ['has no conflicts looked for', (data) => hostsFileIn(data).conflicts(['a.test'])],
    ['gets no settings of the TPM', (data) => tpmProcess(config.parse({ dataDirectory: data }), tpm)],
  ];
  for (const mode of [0o777, 0o1777, 0o702])
    for (const [what, use] of uses)
      test(`with mode ${mode.toString(8)} ${what}`, async () => {
        await inWorld(async ({ data }) => {
          await chmod(data, mode);
          await assert.rejects(use(data), (error) => hasCode(error, 'directory-not-safe'));
        });
      });
});

/** Of a file that is not there: whoever gets that far fails otherwise. */
function hostsFileIn(stateDir: string) {
  return platformFor(process.platform).hostsFile({ stateDir, path: path.join(stateDir, 'hosts') });
}
