// Asks one access proxy for pages with the benchmark's tool, and checks what that prints.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { runTool } from '../../native/exec.ts';

export interface Asking {
  readonly port: number;
  readonly host: string;
  readonly connections: number;
  readonly seconds: number;
  /** Files, PEM. */
  readonly certificate: string;
  readonly key: string;
  readonly ca: string;
}

export interface Answered {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly requests: number;
  readonly failed: number;
}

const printed = z.strictObject({
  requests: z.int(),
  failed: z.int(),
  seconds: z.number().positive(),
  p50Us: z.int(),
  p99Us: z.int(),
});

const source = path.join(import.meta.dirname, 'tools/requests.c');

/** @param folder does not exist yet. @throws Error with what the compiler says */
export async function compileRequests(folder: string, signal: AbortSignal): Promise<string> {
  mkdirSync(folder);
  const program = path.join(folder, 'requests');
  const args = ['-O2', '-Wall', '-Wextra', '-Werror', '-o', program, source, '-lssl', '-lcrypto'];
  await run('/usr/bin/cc', args, signal);
  return program;
}

/** Kept connections of mutual TLS, each with one request at a time. */
export async function askFor(program: string, asking: Asking, signal: AbortSignal): Promise<Answered> {
  const { port, host, connections, seconds, certificate, key, ca } = asking;
  const args = ['127.0.0.1', port, host, '/', connections, seconds, certificate, key, ca].map(String);
  const found = printed.parse(JSON.parse(await run(program, args, signal)));
  return {
    perSecond: found.requests / found.seconds,
    p50Ms: found.p50Us / 1_000,
    p99Ms: found.p99Us / 1_000,
    requests: found.requests,
    failed: found.failed,
  };
}

async function run(program: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  const outcome = await runTool(program, args, { timeoutMs: 60_000, signal });
  signal.throwIfAborted();
  if (outcome.kind === 'exited' && outcome.code === 0) return outcome.stdout;
  const why = outcome.kind === 'exited' ? outcome.stderr.trim() : outcome.kind;
  throw new Error(`${path.basename(program)}: ${why}`);
}
