// Makes the throw-away directory of a benchmark, and removes those of benchmarks that were killed.

import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { isAbandoned, isRunning } from './network.ts';

export function makeWorkspace(): string {
  return mkdtempSync(path.join(realpathSync(os.tmpdir()), `stile-bench-${process.pid}-`));
}

export function removeWorkspace(workspace: string): void {
  rmSync(workspace, { recursive: true, force: true, maxRetries: 3 });
}

export function abandonedWorkspaces(): readonly string[] {
  const folder = realpathSync(os.tmpdir());
  return readdirSync(folder)
    .filter((entry) => isAbandoned(entry, isRunning))
    .map((entry) => path.join(folder, entry));
}
