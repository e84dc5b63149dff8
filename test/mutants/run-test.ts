// Runs some tests of one file in a tree, and says which of them failed.

import { execFile } from 'node:child_process';
import path from 'node:path';
import { temporary } from './copy.ts';
import type { CatchingTest } from './patch.ts';

export interface Outcome {
  readonly passed: number;
  /** Names of what failed; the file's own name stands for a file that could not run. */
  readonly failed: readonly string[];
  readonly output: string;
}

/** A test that waits for what no longer happens fails by this. */
const limitMs = 10_000;

export function runTest(root: string, { file, name }: CatchingTest): Promise<Outcome> {
  // What a test that is ended leaves behind goes with the tree.
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
  const ofTheTree = path.join(root, temporary);
  const env = { ...inherited, TMPDIR: ofTheTree, NODE_COMPILE_CACHE: path.join(ofTheTree, 'compiled') };
  const pattern = name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const limits = [`--test-timeout=${limitMs}`, '--test-force-exit'];
  const args = ['--test', '--test-reporter=tap', ...limits, `--test-name-pattern=/${pattern}/`, file];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, env, timeout: 2 * limitMs, maxBuffer: 2 ** 26 }, (_error, output) => {
      const lines = [...output.matchAll(/^ *(not ok|ok) \d+ - (.*?)( # (?:SKIP|TODO).*)?$/gm)];
      // The file itself is listed, too: it counts as passed where no test of it ran.
      const ran = lines.filter((line) => line[3] === undefined && !(line[1] === 'ok' && line[2] === file));
      resolve({
        passed: ran.filter((line) => line[1] === 'ok').length,
        failed: ran.filter((line) => line[1] === 'not ok').map((line) => line[2] ?? ''),
        output: output.slice(-4_000),
      });
    });
  });
}
