// Compiles the tools of the benchmark, which are written in C so that they are never the slowest thing on the line.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { runTool } from '../../../native/exec.ts';

export const toolNames = [
  'source',
  'sink',
  'echo',
  'transfer',
  'connects',
  'round-trips',
  'idle',
  'delay-line',
] as const;
export type ToolName = (typeof toolNames)[number];

export type Tools = (name: ToolName) => string;

const compiler = '/usr/bin/cc';
const sources = path.join(import.meta.dirname, '../tools');

/** @param folder does not exist yet. @throws Error with what the compiler says */
export async function compileTools(folder: string, signal: AbortSignal): Promise<Tools> {
  mkdirSync(folder);
  await Promise.all(toolNames.map((name) => compile(name, path.join(folder, name), signal)));
  return (name) => path.join(folder, name);
}

async function compile(name: ToolName, into: string, signal: AbortSignal): Promise<void> {
  const args = ['-O2', '-Wall', '-Wextra', '-Werror', '-pthread', '-o', into, path.join(sources, `${name}.c`)];
  const outcome = await runTool(compiler, args, { timeoutMs: 60_000, signal });
  signal.throwIfAborted();
  if (outcome.kind === 'exited' && outcome.code === 0) return;
  throw new Error(`${name}.c does not compile: ${outcome.kind === 'exited' ? outcome.stderr : outcome.kind}`);
}
