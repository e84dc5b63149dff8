// The soak in its short form: real programs killed under load, and the tag taken, by a fixed seed.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { z } from 'zod';
import { journalPlace, readJournal } from '../../build/demo/stage/journal.ts';

const program = path.resolve(import.meta.dirname, '../../bench/soak/main.ts');

/**
 * Its first round kills all three programs and takes the tag, its second takes the tag until everything is cut by that
 * alone; both with shorter pauses than most.
 */
const seed = '78872';

const report = z.looseObject({
  rounds: z.int(),
  disturbances: z.looseObject({ end: z.int(), pause: z.int(), tag: z.int(), deny: z.int() }),
  load: z.looseObject({ sessions: z.int(), echoes: z.int(), downloads: z.int() }),
  violations: z.array(z.unknown()),
  lastLines: z.array(z.string()),
});

test('killed under load, and without the tag, nothing is alive that may not be, and everything recovers', async () => {
  const child = soak('--rounds', '2');
  const [said, trouble, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  assert.notEqual(said, '', trouble);
  const found = report.parse(JSON.parse(said));
  assert.deepEqual([found.violations, code], [[], 0], [trouble, ...found.lastLines].join('\n'));
  assert.deepEqual([found.rounds, found.disturbances.end, found.disturbances.tag], [2, 3, 2]);
  assert.ok(found.load.sessions > 0 && found.load.echoes > 100 && found.load.downloads > 0);
});

test('interrupted under load, it leaves nothing', async () => {
  const hostsBefore = readFileSync('/etc/hosts');
  const child = soak();
  const closed = once(child, 'close');
  let trouble = '';
  let isInterrupted = false;
  for await (const chunk of child.stderr) {
    trouble += String(chunk);
    if (isInterrupted || !/10 clients are at work/.test(trouble)) continue;
    isInterrupted = true;
    child.kill('SIGINT');
  }
  const [code] = await closed;
  assert.equal(code, 1, trouble);
  assert.match(trouble, /ended by SIGINT/);
  assert.equal(readJournal(journalPlace()).kind, 'none');
  assert.deepEqual(readFileSync('/etc/hosts'), hostsBefore);
});

function soak(...more: readonly string[]) {
  const args = [program, '--seed', seed, '--clients', '10', '--json', ...more];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}
