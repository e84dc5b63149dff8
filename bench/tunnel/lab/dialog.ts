// Talks to a tool that runs beside the benchmark: one line is said, one comes back.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Dialog extends AsyncDisposable {
  /** @throws Error if the tool ends instead, with its own words */
  ask(line: string): Promise<string>;
}

/** Starts the tool. It ends with its input, that is at the latest with this process. */
export function openDialog(argv: readonly string[], signal: AbortSignal): Dialog {
  const [program = '', ...args] = argv;
  // A session of its own: a terminal's Ctrl-C is for the benchmark, which ends its tools itself.
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true, env: { LC_ALL: 'C' } });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close').catch((error: unknown) => [String(error)]);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(line) {
      signal.throwIfAborted();
      child.stdin.write(`${line}\n`);
      const { promise: aborted, reject } = Promise.withResolvers<never>();
      const abort = () => reject(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      try {
        const next = await Promise.race([lines.next(), aborted]);
        if (next.done !== true) return next.value;
        await ended;
        throw new Error(`${args.at(-1) ?? program} ended: ${complaint.trim()}`);
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      const patience = setTimeout(() => child.kill('SIGKILL'), 2_000);
      await ended;
      clearTimeout(patience);
    },
  };
}
