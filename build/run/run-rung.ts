// Runs the test files of one rung with node:test, each in a process of its own.
import { globSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import type { Rung } from './rungs.ts';
import { short } from './short-reporter.ts';
import { type Counts, countsOf, type RungResult } from './summary.ts';

/** Runs all files of the rung, or those of `only` that belong to it; what they print goes to standard output. */
export async function runRung(
  root: string,
  rung: Rung,
  only: readonly string[],
  signal: AbortSignal,
): Promise<RungResult> {
  const all = globSync(`test/${rung.name}/**/*.test.ts`, { cwd: root }).sort();
  const files = only.length === 0 ? all : all.filter((file) => only.includes(path.normalize(file)));
  if (files.length === 0) return { kind: 'empty', rung: rung.name };
  process.stdout.write(`\n— ${rung.name} (${files.length} files)\n`);
  const startedAt = performance.now();
  let counts: Counts = { tests: 0, passed: 0, failed: 0, cancelled: 0, skipped: 0, todo: 0 };
  const events = run({
    cwd: root,
    files: files.map((file) => path.join(root, file)),
    concurrency: rung.concurrency,
    timeout: rung.timeLimitMs,
    signal,
  });
  events.on('test:summary', (event) => {
    // Without a file it is the sum of all of them.
    if (event.file === undefined) counts = countsOf(event);
  });
  const output = process.stdout.isTTY ? events.compose(new spec()) : events.compose(short);
  output.pipe(process.stdout, { end: false });
  await finished(output);
  return { kind: 'run', rung: rung.name, counts, tookMs: performance.now() - startedAt };
}
