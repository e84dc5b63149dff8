// Starts a program of a peer, waits until it listens, and ends it with its owner.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { answers, type Listener } from '../../build/demo/stage/ports.ts';

export interface Serving extends AsyncDisposable {
  readonly pid: number;
}

const startsWithinMs = 10_000;

/** @throws Error with its last words if it ends first */
export async function serve(argv: readonly string[], at: Listener, signal: AbortSignal): Promise<Serving> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (text) => {
    words = (words + String(text)).slice(-2_000);
  });
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'close');
  };
  for (const until = Date.now() + startsWithinMs; !(await answers(at.address, at.port)); await sleep(25)) {
    const hasEnded = child.exitCode !== null || child.pid === undefined;
    if (!hasEnded && !signal.aborted && Date.now() < until) continue;
    await end();
    signal.throwIfAborted();
    throw new Error(`${program} does not serve: ${words.trim()}`);
  }
  return { pid: child.pid ?? 0, [Symbol.asyncDispose]: end };
}
