// Knows a process beyond doubt, by its number and the time it started, and ends only that one.

import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { runTool } from '../../../native/exec.ts';

/** A process as it is written down; `startedAt` is an opaque text that no other process of this number has. */
export interface KnownProcess {
  readonly name: string;
  readonly pid: number;
  readonly startedAt: string;
}

/** Every process of a demo carries its workspace's path in this variable. */
export const workspaceVariable = 'STILE_DEMO_WORKSPACE';

/** Writes a process down; null if there is none, or where the system does not say when it started. */
export async function knownProcess(name: string, pid: number): Promise<KnownProcess | null> {
  const startedAt = await startOf(pid);
  return startedAt === null ? null : { name, pid, startedAt };
}

export async function isAlive(known: KnownProcess): Promise<boolean> {
  return (await startOf(known.pid)) === known.startedAt;
}

/** Asks the processes to end, waits, and kills those that do not. Returns those that are still there. */
export async function endProcesses(all: readonly KnownProcess[], patienceMs: number): Promise<readonly KnownProcess[]> {
  let left = await aliveOf(all);
  for (const [signal, waitMs] of [['SIGTERM', patienceMs] as const, ['SIGKILL', 2_000] as const]) {
    for (const each of left) send(each.pid, signal);
    const until = Date.now() + waitMs;
    while (left.length > 0 && Date.now() < until) {
      await sleep(20);
      left = await aliveOf(left);
    }
  }
  return left;
}

/** Processes that carry this workspace in their environment, whoever started them; only Linux tells. */
export async function processesOf(workspace: string): Promise<readonly KnownProcess[]> {
  if (process.platform !== 'linux') return [];
  const marker = `${workspaceVariable}=${workspace}`;
  const marked = readdirSync('/proc')
    .filter((entry) => /^[0-9]+$/.test(entry) && Number(entry) !== process.pid)
    .filter((entry) => readOrNothing(`/proc/${entry}/environ`).split('\0').includes(marker));
  const known = await Promise.all(marked.map((entry) => knownProcess('unnamed', Number(entry))));
  return known.filter((each) => each !== null);
}

async function aliveOf(all: readonly KnownProcess[]): Promise<readonly KnownProcess[]> {
  const alive = await Promise.all(all.map(isAlive));
  return all.filter((_each, at) => alive[at]);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in this very moment.
  }
}

/** A zombie has ended; only its parent has not looked yet. */
async function startOf(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const stat = readOrNothing(`/proc/${pid}/stat`);
    // The name stands in brackets and may hold anything; fields are counted after it: state is 3, start time 22 (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const startTicks = fields[19];
    if (startTicks === undefined || fields[0] === 'Z') return null;
    return `${readOrNothing('/proc/sys/kernel/random/boot_id').trim()}:${startTicks}`;
  }
  if (process.platform === 'win32') return null;
  const ps = await runTool('/bin/ps', ['-o', 'lstart=', '-p', String(pid)]);
  return ps.kind === 'exited' && ps.code === 0 && ps.stdout.trim() !== '' ? ps.stdout.trim() : null;
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
