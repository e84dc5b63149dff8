// A Linux machine of its own over this one's file system: own files, processes, network and systemd; gone without a trace when it is closed.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { runTool, type ToolOutcome } from '../../../native/exec.ts';
import { bootScript } from './boot-script.ts';
import { type ControlGroup, makeControlGroup } from './control-group.ts';
import { readTree, type Tree } from './tree.ts';

export interface RunOptions {
  readonly timeoutMs?: number;
  readonly input?: string;
  /** Runs with the rights and the home of this user of the machine. */
  readonly user?: string;
}

export interface Machine extends AsyncDisposable {
  readonly name: string;
  /** Its first process, as this machine counts. */
  readonly pid: number;
  /** Its file system, as seen from here. */
  readonly root: string;
  /** Runs a program inside. */
  run(argv: readonly string[], options?: RunOptions): Promise<ToolOutcome>;
  /** The same, for what must succeed; gives what it printed. @throws Error with its complaint */
  must(argv: readonly string[], options?: RunOptions): Promise<string>;
  /** What is different from the file system that it began with. */
  changed(): Promise<Tree>;
}

export interface MachineOptions {
  readonly signal?: AbortSignal;
}

const sources = path.resolve(import.meta.dirname, '../../..');

/** Where a file of these sources, or the Node of this process, lies inside: wherever the checkout is, a sandbox sees it there. */
export function seenInside(file: string): string {
  return path.join('/opt/sources', path.relative(sources, path.resolve(sources, file)));
}

const unshare = '/usr/bin/unshare';
const nsenter = '/usr/bin/nsenter';
const setpriv = '/usr/bin/setpriv';
const systemd = '/lib/systemd/systemd';

/** Why there can be none here, as a sentence; null if there can. */
export function whyNoMachine(): string | null {
  if (process.platform !== 'linux') return 'only Linux has machines within a machine';
  if (process.getuid?.() !== 0) return 'a machine of its own needs root';
  const missing = [unshare, nsenter, setpriv, systemd].filter((tool) => !existsSync(tool));
  return missing.length === 0 ? null : `a machine of its own needs ${missing.join(' and ')}`;
}

/** Boots until systemd says that it runs. It dies with this process, however that ends. */
export async function openMachine(name: string, { signal }: MachineOptions = {}): Promise<Machine> {
  const group = await makeControlGroup(name);
  const shell = ['/bin/sh', '-euc', bootScript(group.version), 'boot', name, sources];
  const namespaces = ['--mount', '--pid', '--net', '--uts', '--ipc', '--cgroup', '--fork', '--kill-child'];
  const child = spawn(
    '/bin/sh',
    [
      '-euc',
      `echo $$ >"$0"; exec ${setpriv} --pdeathsig KILL ${unshare} "$@"`,
      group.processes,
      ...namespaces,
      ...shell,
    ],
    { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (said = `${said}${chunk}`.slice(-4_000)));
  try {
    const pid = await firstProcess(child, signal);
    const machine = inside(name, pid, child, group);
    await machine.must(['/bin/systemctl', 'is-system-running', '--wait'], { timeoutMs: bootMs });
    return machine;
  } catch (error) {
    await end(child, group);
    throw new Error(`the machine ${name} did not start: ${String(error)}\n${said}`);
  }
}

const bootMs = 60_000;

function inside(name: string, pid: number, child: ChildProcess, group: ControlGroup): Machine {
  const enter = [`--target=${pid}`, '--mount', '--pid', '--net', '--uts', '--ipc', '--cgroup', '--root', '--wd'];
  async function run(argv: readonly string[], { timeoutMs = 60_000, input, user }: RunOptions = {}) {
    const asUser = user === undefined ? [] : ['/sbin/runuser', '-u', user, '--', '/usr/bin/env', `HOME=/home/${user}`];
    return await runTool(nsenter, [...enter, ...asUser, ...argv], {
      timeoutMs,
      maxOutputBytes: 16 * 1_048_576,
      environment: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', DEBIAN_FRONTEND: 'noninteractive' },
      ...(input === undefined ? {} : { input }),
    });
  }
  const root = `/proc/${pid}/root`;
  return {
    name,
    pid,
    root,
    run,
    async must(argv, options) {
      const outcome = await run(argv, options);
      if (outcome.kind === 'exited' && outcome.code === 0) return outcome.stdout;
      const why =
        outcome.kind === 'exited' ? `status ${outcome.code}: ${outcome.stderr}${outcome.stdout}` : outcome.kind;
      throw new Error(`${name}: ${argv.join(' ')}: ${why.trim().slice(-2_000)}`);
    },
    changed: () => readTree(`${root}/run/machine/upper`),
    [Symbol.asyncDispose]: () => end(child, group),
  };
}

/** `unshare` has one child: the first process inside, once it is systemd. */
async function firstProcess(child: ChildProcess, signal: AbortSignal | undefined): Promise<number> {
  for (const until = Date.now() + bootMs; Date.now() < until; await delay(20)) {
    signal?.throwIfAborted();
    if (child.exitCode !== null) throw new Error(`it ended with status ${child.exitCode}`);
    const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').catch(() => '');
    const pid = Number(children.trim().split(' ')[0]);
    if (pid > 0 && (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim() === 'systemd') {
      // Its private socket is the first thing by which it can be asked.
      if (existsSync(`/proc/${pid}/root/run/systemd/private`)) return pid;
    }
  }
  throw new Error('it did not come up in time');
}

async function end(child: ChildProcess, group: ControlGroup): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await ended;
  }
  await group.remove();
}

/** Joins two machines by a wire with an address at each end; `wire` names its ends, in at most 15 letters. */
export async function connectMachines(
  wire: string,
  [one, oneAddress]: readonly [Machine, string],
  [other, otherAddress]: readonly [Machine, string],
): Promise<void> {
  const ip = '/usr/sbin/ip';
  await must(ip, [
    'link',
    'add',
    wire,
    'netns',
    String(one.pid),
    'type',
    'veth',
    'peer',
    wire,
    'netns',
    String(other.pid),
  ]);
  for (const [machine, address] of [
    [one, oneAddress],
    [other, otherAddress],
  ] as const) {
    await machine.must([ip, 'addr', 'add', `${address}/24`, 'dev', wire]);
    await machine.must([ip, 'link', 'set', wire, 'up']);
  }
}

async function must(tool: string, args: readonly string[]): Promise<void> {
  const outcome = await runTool(tool, args);
  if (outcome.kind === 'exited' && outcome.code === 0) return;
  throw new Error(`${tool} ${args.join(' ')}: ${outcome.kind === 'exited' ? outcome.stderr.trim() : outcome.kind}`);
}
