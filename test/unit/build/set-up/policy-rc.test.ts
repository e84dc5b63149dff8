// Checks that services cannot start during an installation, and that nothing of it stays behind.
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { withoutServiceStarts } from '../../../../build/set-up/policy-rc.ts';

describe('while packages are installed', () => {
  let folder = '';
  let policy = '';
  const silent = (): void => {};
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'stile-policy-'));
    policy = path.join(folder, 'policy-rc.d');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('the policy forbids every service start', async () => {
    await withoutServiceStarts(
      silent,
      async () => {
        assert.match(readFileSync(policy, 'utf8'), /^#!\/bin\/sh\n[\s\S]*exit 101\n$/);
        assert.equal(statSync(policy).mode & 0o777, 0o755);
      },
      folder,
    );
  });

  test('a machine without a policy has none afterwards', async () => {
    assert.equal(await withoutServiceStarts(silent, async () => 7, folder), 7);
    assert.deepEqual(readdirSync(folder), []);
  });

  test('a policy of somebody else comes back with its bytes and mode', async () => {
    writeFileSync(policy, 'exit 104\n', { mode: 0o700 });
    const before = statSync(policy);
    await withoutServiceStarts(silent, async () => {}, folder);
    assert.equal(readFileSync(policy, 'utf8'), 'exit 104\n');
    assert.deepEqual([statSync(policy).mode, statSync(policy).ino], [before.mode, before.ino]);
    assert.deepEqual(readdirSync(folder), ['policy-rc.d']);
  });

  test('a failing installation changes nothing about that', async () => {
    writeFileSync(policy, 'exit 104\n');
    const broken = withoutServiceStarts(silent, () => Promise.reject(new Error('apt')), folder);
    await assert.rejects(broken, /apt/);
    assert.equal(readFileSync(policy, 'utf8'), 'exit 104\n');
  });

  test('what a killed run left behind is put right by the next one', async () => {
    const ours = await withoutServiceStarts(silent, async () => readFileSync(policy, 'utf8'), folder);
    writeFileSync(policy, ours);
    writeFileSync(path.join(folder, 'policy-rc.d.before-stile'), 'exit 104\n');
    await withoutServiceStarts(silent, async () => {}, folder);
    assert.equal(readFileSync(policy, 'utf8'), 'exit 104\n');
    writeFileSync(policy, ours);
    await withoutServiceStarts(silent, async () => {}, folder);
    assert.deepEqual(readdirSync(folder), []);
  });

  test('a policy that is a link comes back as a link, even one that leads nowhere', async () => {
    symlinkSync('nowhere', policy);
    await withoutServiceStarts(silent, async () => {}, folder);
    assert.equal(existsSync(policy), false);
    assert.deepEqual(readdirSync(folder), ['policy-rc.d']);
  });

  test('a signal waits until everything is back', async () => {
    writeFileSync(policy, 'exit 104\n');
    const said: string[] = [];
    const seen = new Promise<string>((resolve) => {
      const last = (): void => resolve(readFileSync(policy, 'utf8'));
      process.once('SIGHUP', () => process.once('SIGHUP', last));
    });
    await withoutServiceStarts(
      (line) => said.push(line),
      async () => {
        process.kill(process.pid, 'SIGHUP');
        while (said.length === 0) await new Promise((resolve) => setImmediate(resolve));
      },
      folder,
    );
    assert.equal(await seen, 'exit 104\n');
  });
});
