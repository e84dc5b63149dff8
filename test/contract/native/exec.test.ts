// Running tools of the OS: what comes back, and that nothing of theirs stays.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { runTool, startProgram } from '../../../native/exec.ts';

const shell = '/bin/sh';

describe('a tool', () => {
  test('answers with its status and both outputs', async () => {
    const outcome = await runTool(shell, ['-c', 'echo out; echo err >&2; exit 3']);
    assert.deepEqual(outcome, { kind: 'exited', code: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  test('sees no environment but language and path, and no input', async () => {
    const outcome = await runTool('/usr/bin/env', []);
    assert.ok(outcome.kind === 'exited');
    assert.deepEqual(outcome.stdout.trim().split('\n').sort(), ['LC_ALL=C', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin']);
    assert.deepEqual(await runTool('/bin/cat', []), { kind: 'exited', code: 0, stdout: '', stderr: '' });
  });

  test('gets its arguments as they are, since no shell reads them', async () => {
    const outcome = await runTool('/bin/echo', ['$HOME; `id`', '*']);
    assert.ok(outcome.kind === 'exited');
    assert.equal(outcome.stdout, '$HOME; `id` *\n');
  });

  test('that is not there, or may not be run, is a value', async () => {
    assert.deepEqual(await runTool('/nowhere/tool', []), { kind: 'missing' });
    // The test's own source, which nobody may run.
    assert.deepEqual(await runTool(import.meta.filename, []), { kind: 'not-permitted' });
  });

  test('must be named by an absolute path', () => {
    assert.throws(() => runTool('sh', []), TypeError);
  });

  test('that says too much is stopped', async () => {
    const outcome = await runTool('/usr/bin/yes', [], { maxOutputBytes: 10_000, timeoutMs: 60_000 });
    assert.deepEqual(outcome, { kind: 'output-too-large' });
  });

  test('killed by somebody else says by what', async () => {
    assert.deepEqual(await runTool(shell, ['-c', 'kill -TERM $$']), { kind: 'signalled', signal: 'SIGTERM' });
  });

  test('leaves no waiting for a grandchild that keeps its outputs', async () => {
    const outcome = await runTool(shell, ['-c', 'sleep 5 & echo done'], { timeoutMs: 60_000 });
    assert.deepEqual(outcome, { kind: 'exited', code: 0, stdout: 'done\n', stderr: '' });
  });
});

describe('a tool that hangs', () => {
  test('is killed when its time is up, with everything it started', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'stile-exec-'));
    try {
      const pidFile = path.join(folder, 'pid');
      await writeFile(pidFile, '');
      const script = 'sleep 600 & echo $! > "$0"; wait';
      assert.deepEqual(await runTool(shell, ['-c', script, pidFile], { timeoutMs: 300 }), { kind: 'timed-out' });
      await untilGone(Number((await readFile(pidFile, 'utf8')).trim()));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('is killed when the caller aborts, and never started if that was before', async () => {
    const stop = new AbortController();
    const outcome = runTool('/bin/sleep', ['600'], { timeoutMs: 60_000, signal: stop.signal });
    stop.abort();
    assert.deepEqual(await outcome, { kind: 'aborted' });
    assert.deepEqual(await runTool('/nowhere/tool', [], { signal: stop.signal }), { kind: 'aborted' });
  });
});

/** Waits until no such process runs; a zombie that nobody has collected yet does not run. */
async function untilGone(pid: number): Promise<void> {
  assert.ok(pid > 0);
  while (await runs(pid)) await sleep(10);
}

async function runs(pid: number): Promise<boolean> {
  try {
    return !/^State:\s+Z/m.test(await readFile(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('a program of the user', () => {
  test('finds its session in its environment, and nothing of who started it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'stile-exec-'));
    try {
      const told = path.join(folder, 'told');
      process.env['NODE_OPTIONS'] = '--no-warnings';
      const outcome = await startProgram(shell, ['-c', `env > ${told}.part; mv ${told}.part ${told}`]);
      delete process.env['NODE_OPTIONS'];
      assert.deepEqual(outcome, { kind: 'started' });
      let environment: string | null = null;
      while (environment === null) {
        environment = await readFile(told, 'utf8').catch(() => null);
        await sleep(20);
      }
      assert.match(environment, /^PATH=/m);
      assert.doesNotMatch(environment, /NODE_OPTIONS|npm_/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('that is not there, or may not be run, is a value', async () => {
    assert.deepEqual(await startProgram('/nowhere/program', []), { kind: 'missing' });
    assert.deepEqual(await startProgram(import.meta.filename, []), { kind: 'failed', code: 'EACCES' });
    assert.throws(() => startProgram('sh', []), TypeError);
  });
});
