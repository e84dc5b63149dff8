// Runs programs that are not ours, to their end or beside the test, and tells all they said.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { compiled } from '../../../doubles/compiled.ts';

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Both, for messages. */
  readonly all: string;
}

export interface Running extends AsyncDisposable {
  readonly child: ChildProcess;
  /** What came on standard output so far. */
  out(): string;
  /** Resolves once standard output or error has the text or matches; fails if the program ends before. */
  says(what: string | RegExp): Promise<void>;
  type(text: string | Uint8Array): void;
  readonly ended: Promise<Outcome>;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input; it ends after that. Without, it is open until the program ends. */
  readonly input?: string | Uint8Array;
  readonly limitMs?: number;
}

const usualLimitMs = 30_000;

/** Runs a program to its end. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  await using running = start(argv, { input: '', ...options });
  return await running.ended;
}

/** Standard output of a program that has to end well. */
export async function must(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, out, all } = await run([program, ...args], options);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${all}`);
  return out;
}

/** Starts a program; it is killed when it takes too long, and when disposed. */
export function start(argv: readonly string[], options: RunOptions = {}): Running {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, {
    cwd: '/',
    env: { ...compiled, LC_ALL: 'C', HOME: '/run/tmp', PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...options.env },
    stdio: 'pipe',
  });
  let [out, err] = ['', ''];
  const said = new EventTarget();
  const tell = () => said.dispatchEvent(new Event('said'));
  child.stdout.setEncoding('latin1').on('data', (text: string) => {
    out += text;
    tell();
  });
  child.stderr.setEncoding('latin1').on('data', (text: string) => {
    err += text;
    tell();
  });
  child.stdin.on('error', () => undefined);
  if (options.input !== undefined) child.stdin.end(options.input);
  const limit = setTimeout(() => child.kill('SIGKILL'), options.limitMs ?? usualLimitMs);
  let isOver = false;
  const ended = new Promise<Outcome>((resolve) => {
    const finish = (trouble: string) => {
      clearTimeout(limit);
      isOver = true;
      resolve({ code: child.exitCode, out, err, all: `${argv.join(' ')}\n${out}${err}${trouble}` });
      tell();
    };
    child.once('error', (error) => finish(error.message));
    child.once('close', (_code, signal) => finish(signal === null ? '' : `\nended by ${signal}`));
  });
  return {
    child,
    out: () => out,
    ended,
    type: (text) => void child.stdin.write(text),
    async says(what) {
      const has = () => (typeof what === 'string' ? `${out}${err}`.includes(what) : what.test(`${out}${err}`));
      while (!has()) {
        if (isOver) throw new Error(`never said ${String(what)}: ${(await ended).all}`);
        await once(said, 'said');
      }
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
