// Runs the real demo as a child and reads what it tells.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type JournalEntries, journalPlace, readJournal } from '../../../build/demo/stage/journal.ts';

const summary = z.object({
  ok: z.boolean(),
  uid: z.string().nullable(),
  transfer: z.object({ bytes: z.number(), sha256Match: z.boolean(), mibPerSecond: z.number() }).nullable(),
  ssh: z.object({ exitCode: z.number().nullable() }).nullable(),
  postureLoss: z.object({ tag: z.string(), sessionCutAfterMs: z.number(), code: z.string() }).nullable(),
  recovery: z.object({ afterMs: z.number() }).nullable(),
  cleanup: z.object({ hostsRestored: z.boolean(), processesLeft: z.number() }),
});
const line = z.union([z.object({ summary: z.unknown() }), z.object({ step: z.string(), ok: z.boolean() })]);

export interface RunningDemo extends AsyncDisposable {
  /** Resolves when a step was told to have gone well, with the journal of that moment. */
  whenTold(step: string): Promise<JournalEntries>;
  readonly exitCode: Promise<number | null>;
  /** What the story `path` ends with. */
  summary(): z.infer<typeof summary>;
  /** What any story ends with. */
  lastWord(): unknown;
  /** All that it said, for messages. */
  everything(): string;
}

const timeLimitMs = 60_000;
const program = path.resolve(import.meta.dirname, '../../../build/demo/main.ts');

/** Ends with SIGTERM, and with all its clean-up, when disposed; so it does if it takes a minute. */
export function runDemo(story = 'path'): RunningDemo {
  const child = spawn(process.execPath, [program, '--story', story, '--once', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let errors = '';
  const told = new EventTarget();
  createInterface({ input: child.stdout }).on('line', (text) => {
    lines.push(text);
    told.dispatchEvent(new Event('line'));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const limit = setTimeout(() => child.kill('SIGTERM'), timeLimitMs);
  const closed = once(child, 'close').then(() => {
    clearTimeout(limit);
    told.dispatchEvent(new Event('line'));
    return child.exitCode;
  });
  const lastWord = () => {
    const last = line.parse(JSON.parse(lines.at(-1) ?? ''));
    if (!('summary' in last)) throw new Error('the last line is no summary');
    return last.summary;
  };
  const everything = () => `${lines.join('\n')}\n${errors}`;
  return {
    exitCode: closed,
    everything,
    async whenTold(step) {
      const isTold = () =>
        lines.some((text) => {
          const parsed = line.parse(JSON.parse(text));
          return 'step' in parsed && parsed.step === step && parsed.ok;
        });
      while (!isTold()) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`the demo ended before it told ${step}:\n${everything()}`);
        await once(told, 'line');
      }
      const journal = readJournal(journalPlace());
      if (journal.kind !== 'found') throw new Error(`the journal is ${journal.kind}`);
      return journal.entries;
    },
    summary: () => summary.parse(lastWord()),
    lastWord,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await closed;
    },
  };
}
