import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { claimDirectory } from '../../../../shared/node/claim-directory.ts';

const module = new URL('../../../../shared/node/claim-directory.ts', import.meta.url).href;

async function scratch() {
  const top = await mkdtemp(path.join(os.tmpdir(), 'stile-claim-'));
  const directory = path.join(top, 'data');
  return { directory, [Symbol.asyncDispose]: () => rm(top, { recursive: true }) };
}

/** Another process that claims the directory and stays. */
async function claimant(directory: string) {
  const program = `
    import { claimDirectory } from '${module}';
    const claim = await claimDirectory(process.argv[1]).catch((error) => error.code);
    console.log(typeof claim === 'string' ? claim : 'claimed');
    setInterval(() => claim, 1_000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exit;
  };
  return { said: String(said).trim(), child, kill, [Symbol.asyncDispose]: () => kill('SIGKILL') };
}

test('a directory is made for its owner alone, and claimed once', async () => {
  await using there = await scratch();
  using _ = await claimDirectory(there.directory);
  assert.equal((await stat(there.directory)).mode & 0o777, 0o700);
  assert.equal((await stat(path.join(there.directory, 'in-use.lock'))).mode & 0o777, 0o600);
  await assert.rejects(claimDirectory(there.directory), { code: 'directory-busy' });
});

test('a claim that was given back can be taken', async () => {
  await using there = await scratch();
  (await claimDirectory(there.directory))[Symbol.dispose]();
  (await claimDirectory(there.directory))[Symbol.dispose]();
});

test('a claim can be given back early, and is then nothing any more', async () => {
  await using there = await scratch();
  using claim = await claimDirectory(there.directory);
  claim[Symbol.dispose]();
  using _ = await claimDirectory(there.directory);
});

test('the claim of another process counts, also while that one is stopped, and ends with its kill', async () => {
  await using there = await scratch();
  await using other = await claimant(there.directory);
  assert.equal(other.said, 'claimed');
  await assert.rejects(claimDirectory(there.directory), { code: 'directory-busy' });
  other.child.kill('SIGSTOP');
  await assert.rejects(claimDirectory(there.directory), { code: 'directory-busy' });
  await other.kill('SIGKILL');
  using _ = await claimDirectory(there.directory);
  await using later = await claimant(there.directory);
  assert.equal(later.said, 'directory-busy');
});

test('another spelling of the same directory is the same directory', async () => {
  await using there = await scratch();
  using _ = await claimDirectory(there.directory);
  await assert.rejects(claimDirectory(path.join(there.directory, '..', 'data')), { code: 'directory-busy' });
});
