// Runs a benchmark as `npm run bench` does, and reads the JSON it prints.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { z } from 'zod';

const printed = z.strictObject({
  bench: z.string(),
  tables: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      method: z.string(),
      columns: z.array(z.string()),
      rows: z.array(z.array(z.string())),
    }),
  ),
  goals: z.array(z.strictObject({ what: z.string(), aim: z.string(), measured: z.string(), isMet: z.boolean() })),
});
export type Printed = z.infer<typeof printed>;

const program = path.resolve(import.meta.dirname, '../../../bench/main.ts');

export interface RunningBench extends AsyncDisposable {
  readonly pid: number;
  readonly exitCode: Promise<number | null>;
  /** What it has said on standard error so far. */
  readonly said: () => string;
  /** What it printed, once it has ended. */
  printed(): Printed;
  /** Resolves when standard error holds this. */
  whenSaid(text: string): Promise<void>;
  interrupt(): void;
  /** Gives it no chance to undo anything. */
  kill(): void;
}

/** Asked to end, with all its clean-up, when disposed. */
export function runBench(...args: readonly string[]): RunningBench {
  const child = spawn(process.execPath, [program, ...args, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, errors] = ['', ''];
  const heard = new EventTarget();
  const hear = () => heard.dispatchEvent(new Event('text'));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
    hear();
  });
  const exitCode = once(child, 'close').then(() => {
    hear();
    return child.exitCode;
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${process.execPath} does not start`);
  return {
    pid,
    exitCode,
    said: () => errors,
    printed: () => printed.parse(JSON.parse(out)),
    async whenSaid(text) {
      while (!errors.includes(text)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`it ended without saying "${text}":\n${errors}`);
        await once(heard, 'text');
      }
    },
    interrupt: () => void child.kill('SIGINT'),
    kill: () => void child.kill('SIGKILL'),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exitCode;
    },
  };
}

/** The table of an id, by the first cell of its rows. */
export function rowsOf({ tables }: Printed, id: string): ReadonlyMap<string, readonly string[]> {
  const found = tables.find((table) => table.id === id);
  if (found === undefined) throw new Error(`there is no table ${id}`);
  return new Map(found.rows.map(([first = '', ...rest]) => [first, rest]));
}
