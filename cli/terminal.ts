// The terminal as the CLI sees it: where words go, where answers come from.

import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { browse } from '../session/browse.ts';

/** What the CLI may do with the outside; tests hand in one of their own. */
export interface Terminal {
  /** A line of the result, to standard output. */
  print(line: string): void;
  /** A warning, progress or error, to standard error. */
  complain(line: string): void;
  /** Asks a question; null when nobody can answer (no terminal). */
  ask(question: string): Promise<string | null>;
  /** All of standard input. */
  readInput(): Promise<string>;
  readFile(path: string): Promise<string>;
  /** Opens a page in the browser of this session; false if there is none. */
  browse(page: string): Promise<boolean>;
  /** True if a person reads standard output. */
  readonly isInteractive: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    print: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => process.stderr.write(`${line}\n`),
    ask,
    readInput: () => text(process.stdin),
    readFile: (path) => readFile(path, 'utf8'),
    browse: (page) => browse(page, { platform: process.platform, environment: process.env }),
    isInteractive: process.stdout.isTTY === true,
    environment: process.env,
  };
}

async function ask(question: string): Promise<string | null> {
  if (process.stdin.isTTY !== true) return null;
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await reader.question(question);
  } finally {
    reader.close();
  }
}
