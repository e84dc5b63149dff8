// Whatever a test does to its own machine is gone with it, however it ends.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { asked } from './stage/organisation.ts';

const trial = path.join(import.meta.dirname, 'stage/own-machine-trial.ts');

const endings: Readonly<Record<string, (child: ChildProcess) => void>> = {
  'comes to a good end': (child) => child.stdin?.write('well\n'),
  fails: (child) => child.stdin?.write('badly\n'),
  'is interrupted': (child) => void child.kill('SIGINT'),
  'is terminated': (child) => void child.kill('SIGTERM'),
  'is killed': (child) => void child.kill('SIGKILL'),
};

for (const [how, end] of Object.entries(endings))
  test(`nothing is left of a test that ${how}`, async () => {
    const mark = `${process.pid}${randomInt(1e9)}`;
    const hosts = readFileSync('/etc/hosts');
    const child = spawn(process.execPath, [trial, mark], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    assert.ok(processesWith(mark) >= 3, 'what it started can be seen from outside');
    end(child);
    await ended;
    if (how === 'fails') assert.equal(child.exitCode, 1);
    // The kernel needs a moment after the signal.
    await asked(async () => processesWith(mark) === 0);
    assert.deepEqual(readFileSync('/etc/hosts'), hosts);
    assert.ok(!existsSync(path.join(os.tmpdir(), mark)));
    assert.ok(!existsSync(`/run/netns/${mark.slice(-8)}`));
  });

function processesWith(mark: string): number {
  return readdirSync('/proc').filter((entry) => {
    try {
      return /^[0-9]+$/.test(entry) && readFileSync(`/proc/${entry}/cmdline`, 'latin1').includes(mark);
    } catch {
      return false;
    }
  }).length;
}
