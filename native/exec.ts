// Runs a tool of the OS, or starts a program of the user's: absolute path, no shell, clean environment; the only place that starts a process.

import { type ChildProcess, spawn } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

export interface ToolLimits {
  /** The tool and everything it started is killed after this time. 2,000 if absent. */
  readonly timeoutMs?: number;
  /** Kills the tool early. */
  readonly signal?: AbortSignal;
  /** Bytes of stdout and stderr, each. 1 MiB if absent. */
  readonly maxOutputBytes?: number;
  /** Variables that this tool needs besides, such as the address of the user's session bus. Nothing secret: others of the user see them. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the tool reads from its standard input; nothing unless given. The way for secrets: nobody else sees it. */
  readonly input?: string;
}

/** How a tool ended. `signalled`: somebody else killed it; `failed`: the OS could not start it, with the OS's own code. */
export type ToolOutcome =
  | { readonly kind: 'exited'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'not-permitted' }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'output-too-large' }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'failed'; readonly code: string };

/** Everything a tool's environment holds: output in one language, and nothing that our own environment could bring in. */
const cleanEnvironment = { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };

/** How long an ended tool's last output is waited for, and a killed one's end. */
const graceMs = 500;

/**
 * Runs one tool to its end. Every trouble is a value; only a path that is not absolute throws, since that is a bug.
 * The tool gets a process group of its own, which dies as a whole when the time is up, the signal aborts or the output
 * grows too large. Never hangs: not on a child that keeps the pipes open, nor on one that cannot be killed.
 */
export function runTool(tool: string, args: readonly string[], limits: ToolLimits = {}): Promise<ToolOutcome> {
  if (!path.isAbsolute(tool)) throw new TypeError(`the path of a tool must be absolute: ${tool}`);
  const { timeoutMs = 2_000, signal, maxOutputBytes = 1_048_576, environment = {}, input } = limits;
  if (signal?.aborted) return Promise.resolve({ kind: 'aborted' });
  const { promise, resolve } = Promise.withResolvers<ToolOutcome>();
  const child = spawn(tool, args, {
    cwd: path.parse(tool).root,
    env: { ...(process.platform === 'win32' ? { SystemRoot: 'C:\\Windows' } : cleanEnvironment), ...environment },
    shell: false,
    stdio: ['pipe', 'pipe', 'pipe'],
    // On POSIX this makes the process group; on Windows it would open a console window.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });

  let cutShort: ToolOutcome | null = null;
  const finish = (outcome: ToolOutcome): void => {
    clearTimeout(timer);
    clearTimeout(graceTimer);
    signal?.removeEventListener('abort', abort);
    child.stdout.destroy();
    child.stderr.destroy();
    resolve(cutShort ?? outcome);
  };
  let graceTimer: NodeJS.Timeout | undefined;
  const cut = (outcome: ToolOutcome): void => {
    if (cutShort !== null) return;
    cutShort = outcome;
    killGroup(child);
    graceTimer ??= setTimeout(() => finish(outcome), graceMs);
  };
  const abort = (): void => cut({ kind: 'aborted' });
  const timer = setTimeout(() => cut({ kind: 'timed-out' }), timeoutMs);
  signal?.addEventListener('abort', abort, { once: true });

  // A tool that has ended reads no more; how it ended is the answer.
  child.stdin.on('error', () => undefined).end(input);
  const tooLarge = (): void => cut({ kind: 'output-too-large' });
  const stdout = collect(child.stdout, maxOutputBytes, tooLarge);
  const stderr = collect(child.stderr, maxOutputBytes, tooLarge);
  child.once('error', (error: NodeJS.ErrnoException) => finish(startFailure(error)));
  const ended = (code: number | null, by: NodeJS.Signals | null): void =>
    finish(
      code === null
        ? { kind: 'signalled', signal: by ?? 'unknown' }
        : { kind: 'exited', code, stdout: stdout(), stderr: stderr() },
    );
  child.once('close', ended);
  // A grandchild may hold the pipes open for ever: what has come by then is the answer.
  child.once('exit', (code, by) => {
    if (cutShort !== null) finish(cutShort);
    else graceTimer ??= setTimeout(() => ended(code, by), graceMs);
  });
  return promise;
}

/** What a program of the user's finds in its environment: what belongs to the session, and nothing of this program's own. */
const ofTheSession = new RegExp(
  `^(?:${[
    'HOME|USER|LOGNAME|SHELL|PATH|LANG|LANGUAGE|LC_[A-Z]+|TZ|DISPLAY|XAUTHORITY|WAYLAND_DISPLAY|XDG_[A-Z_]+',
    'DBUS_SESSION_BUS_ADDRESS|SSH_AUTH_SOCK|DESKTOP_SESSION|__CF_USER_TEXT_ENCODING|TMPDIR',
    'SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|USERPROFILE|USERNAME|USERDOMAIN|COMPUTERNAME|HOMEDRIVE|HOMEPATH',
    'APPDATA|LOCALAPPDATA|PROGRAMDATA|PUBLIC|TEMP|TMP',
  ].join('|')})$`,
  'i',
);

export type StartOutcome =
  | { readonly kind: 'started' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly code: string };

/**
 * Starts a program that the user goes on with, in a process group of its own: it outlives this one, and nobody waits for
 * its end. Resolves once the OS has started it, or has said why not.
 */
export function startProgram(program: string, args: readonly string[]): Promise<StartOutcome> {
  if (!path.isAbsolute(program)) throw new TypeError(`the path of a program must be absolute: ${program}`);
  const { promise, resolve } = Promise.withResolvers<StartOutcome>();
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => ofTheSession.test(name)));
  const child = spawn(program, args, {
    cwd: homedir(),
    env,
    shell: false,
    stdio: 'ignore',
    detached: true,
  });
  child.once('spawn', () => resolve({ kind: 'started' }));
  child.once('error', (error: NodeJS.ErrnoException) => {
    const { kind } = startFailure(error);
    resolve(kind === 'missing' ? { kind } : { kind: 'failed', code: error.code ?? 'unknown' });
  });
  child.unref();
  return promise;
}

export type DetachedStart =
  | { readonly kind: 'started'; readonly ended: Promise<number | null> }
  | { readonly kind: 'missing' | 'failed' };

/**
 * Starts a tool that goes on though this process ends: in a session of its own, with a clean environment. What it prints
 * goes into the new file `output`, for its owner alone. `ended` is its exit status, null if it was killed.
 */
export async function startDetached(
  tool: string,
  args: readonly string[],
  { output, environment }: { readonly output: string; readonly environment: Readonly<Record<string, string>> },
): Promise<DetachedStart> {
  if (!path.isAbsolute(tool)) throw new TypeError(`the path of a tool must be absolute: ${tool}`);
  await rm(output, { force: true });
  const file = await open(output, 'wx', 0o600);
  try {
    return await detached(tool, args, file.fd, environment);
  } finally {
    await file.close();
  }
}

async function detached(
  tool: string,
  args: readonly string[],
  output: number,
  environment: Readonly<Record<string, string>>,
): Promise<DetachedStart> {
  const child = spawn(tool, args, {
    cwd: path.parse(tool).root,
    env: { ...(process.platform === 'win32' ? { SystemRoot: 'C:\\Windows' } : cleanEnvironment), ...environment },
    shell: false,
    stdio: ['ignore', output, output],
    detached: true,
    windowsHide: true,
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const started = await new Promise<DetachedStart>((resolve) => {
    child.once('spawn', () => resolve({ kind: 'started', ended }));
    child.once('error', (error) => resolve({ kind: startFailure(error).kind === 'missing' ? 'missing' : 'failed' }));
  });
  child.unref();
  return started;
}

function startFailure(error: NodeJS.ErrnoException): ToolOutcome {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return { kind: 'missing' };
  if (error.code === 'EACCES' || error.code === 'EPERM') return { kind: 'not-permitted' };
  return { kind: 'failed', code: error.code ?? 'unknown' };
}

function collect(stream: NodeJS.ReadableStream, limit: number, tooLarge: () => void): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limit) tooLarge();
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself in this very moment.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
