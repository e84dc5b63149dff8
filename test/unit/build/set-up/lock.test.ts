// Checks that of several set-ups one works at a time, and that a dead one holds nobody up.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { withLock } from '../../../../build/set-up/lock.mjs';

describe('the lock of the set-up', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'stile-lock-'));
    file = path.join(folder, 'set-up.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('lets one work at a time and tells the other who it waits for', async () => {
    let inside = 0;
    const waitedFor: number[] = [];
    const work = async (): Promise<void> => {
      inside += 1;
      assert.equal(inside, 1);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(file, work, (pid) => waitedFor.push(pid))));
    assert.deepEqual([...new Set(waitedFor)], [process.pid]);
    assert.deepEqual(readdirSync(folder), []);
  });

  test('is free again when the work failed', async () => {
    await assert.rejects(
      withLock(file, () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await withLock(file, async () => 'mine'), 'mine');
  });

  test('of a process that is gone is taken over', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(file, String(pid));
    assert.equal(await withLock(file, async () => 'mine'), 'mine');
  });

  test('that says nothing sensible is taken over', async () => {
    writeFileSync(file, '');
    assert.equal(await withLock(file, async () => 'mine'), 'mine');
    assert.deepEqual(readdirSync(folder), []);
  });
});
