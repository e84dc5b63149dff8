// Processes: only the very one that was written down is ended.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { test } from 'node:test';
import { endProcesses, isAlive, knownProcess } from '../../../../../build/demo/stage/processes.ts';

test('a known process is ended, and is then known to be gone', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const known = await knownProcess('sleeper', child.pid ?? 0);
  assert.ok(known !== null && (await isAlive(known)));
  assert.deepEqual(await endProcesses([known], 5_000), []);
  await ended;
  assert.equal(await isAlive(known), false);
});

test('another process that got the same number is left alone', async () => {
  const own = await knownProcess('this test', process.pid);
  assert.ok(own !== null);
  const earlier = { ...own, startedAt: `${own.startedAt}0` };
  assert.equal(await isAlive(earlier), false);
  assert.deepEqual(await endProcesses([earlier], 1_000), []);
});

test('one that does not listen is killed', async () => {
  const script = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); process.stdout.write('up')";
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  const known = await knownProcess('stubborn', child.pid ?? 0);
  assert.ok(known !== null);
  assert.deepEqual(await endProcesses([known], 100), []);
  const [, signal] = await ended;
  assert.equal(signal, 'SIGKILL');
});
