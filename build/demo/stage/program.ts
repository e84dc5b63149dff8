// Runs one program of the demo as a child, with its log in a file, and notices at once when it ends unasked.

import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KnownProcess, knownProcess, workspaceVariable } from './processes.ts';

export interface ProgramPlan {
  readonly name: string;
  /** Absolute path of the executable, and its arguments. */
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Given on standard input, so that nobody reads it in the process list. */
  readonly input?: string;
}

export interface ServingPlan extends ProgramPlan {
  /** Whether it serves already; asked until it says so. */
  readonly isReady: () => Promise<boolean>;
  /** Called when it ends though nobody asked it to. */
  readonly onDeath: (error: ProgramDied) => void;
}

/** What a program is started in. */
export interface ProgramWorld {
  /** The directory that its environment names, so that it is known by it. */
  readonly workspace: string;
  /** For all of them, besides what each gets. */
  readonly env?: Readonly<Record<string, string>>;
  /** Writes it down. */
  readonly started: (known: KnownProcess) => void;
  /** Its end is expected afterwards. */
  readonly signal: AbortSignal;
}

/** A program ended though the demo goes on. */
export class ProgramDied extends Error {
  readonly program: string;
  /** `exit status 0`, `signal SIGKILL`, … */
  readonly how: string;

  constructor(program: string, how: string, logFile: string) {
    super(`${program} ended unexpectedly (${how}). The last lines of its log:\n${lastLines(logFile)}`);
    this.name = 'ProgramDied';
    this.program = program;
    this.how = how;
  }
}

const readyWithinMs = 20_000;

/** Starts it and waits until it is ready. @throws ProgramDied if it ends first; the signal's reason */
export async function startProgram(plan: ServingPlan, world: ProgramWorld): Promise<void> {
  const { signal } = world;
  let death: ProgramDied | null = null;
  const { how: ended } = await launch(plan, world);
  void ended.then((how) => {
    if (signal.aborted) return;
    death = new ProgramDied(plan.name, how, plan.logFile);
    plan.onDeath(death);
  });
  const until = Date.now() + readyWithinMs;
  for (;;) {
    if (death !== null) throw death;
    signal.throwIfAborted();
    if (await plan.isReady()) return;
    if (Date.now() > until)
      throw new Error(`${plan.name} was not ready within ${readyWithinMs / 1000} s:\n${lastLines(plan.logFile)}`);
    await sleep(25, undefined, { signal });
  }
}

/** Runs it to its end. @throws ProgramDied unless it ends well; the signal's reason, and then whoever cleans up ends it */
export async function runProgram(plan: ProgramPlan, world: ProgramWorld): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(world.signal.reason);
  world.signal.addEventListener('abort', abort, { once: true });
  try {
    const how = await Promise.race([(await launch(plan, world)).how, aborted]);
    if (how !== endedWell) throw new ProgramDied(plan.name, how, plan.logFile);
  } finally {
    world.signal.removeEventListener('abort', abort);
  }
}

const endedWell = 'exit status 0';

/** Starts it and writes it down. The promise inside tells how it ended; it never rejects. */
async function launch(
  plan: ProgramPlan,
  { workspace, env, started, signal }: ProgramWorld,
): Promise<{ readonly how: Promise<string> }> {
  signal.throwIfAborted();
  const [executable = '', ...args] = plan.argv;
  const log = openSync(plan.logFile, 'a', 0o600);
  const child = spawn(executable, args, {
    cwd: path.parse(workspace).root,
    env: { ...plainEnvironment(), ...env, ...plan.env, [workspaceVariable]: workspace },
    stdio: [plan.input === undefined ? 'ignore' : 'pipe', log, log],
    // A session of its own: a terminal's Ctrl-C is for the demo, which ends its programs in order.
    detached: true,
  });
  closeSync(log);
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(plan.input);
  const how = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, by) => resolve(by === null ? `exit status ${code}` : `signal ${by}`));
  });
  const known = child.pid === undefined ? null : await knownProcess(plan.name, child.pid);
  if (known !== null) started(known);
  return { how };
}

/** What programs need of our environment, and nothing else of it. */
function plainEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'XDG_RUNTIME_DIR', 'SystemRoot', 'TEMP', 'ProgramData', 'NODE_COMPILE_CACHE'];
  const found = kept.flatMap((name): [string, string][] => {
    const text = process.env[name];
    return text === undefined ? [] : [[name, text]];
  });
  return { ...Object.fromEntries(found), LC_ALL: 'C' };
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
  } catch {
    return '(no log)';
  }
}
