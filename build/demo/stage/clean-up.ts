// Undoes what a demo did to this machine, as its journal tells it; used at the end, after a crash, and by the next start.

import { accessSync, constants, existsSync, lstatSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { runTool } from '../../../native/exec.ts';
import type { JournalEntries } from './journal.ts';
import { pidsIn, removeNamespace } from './namespace.ts';
import { someoneServes } from './ports.ts';
import { endProcesses, type KnownProcess, knownProcess, processesOf } from './processes.ts';
import { removeWorkspace } from './workspace.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const patienceMs = 4_000;

/** Ends the processes, takes our lines out of the hosts file, removes namespace and workspace. Doing it twice does no harm. */
export async function cleanUp(entries: JournalEntries): Promise<{ readonly processesLeft: number }> {
  const agent = entries.processes.filter((each) => each.name === 'agent');
  // The agent alone first: it takes its lines out of the hosts file while it still holds its listeners.
  const agentsLeft = await endProcesses(agent, patienceMs);
  await clearHosts(entries);
  const others = entries.processes.filter((each) => each.name !== 'agent');
  const [othersLeft] = await Promise.all([
    endProcesses(others, patienceMs),
    endAll(await inNamespace(entries.namespace)),
  ]);
  const stragglers = [...(await inNamespace(entries.namespace)), ...(await processesOf(entries.workspace))];
  const stragglersLeft = await endProcesses(stragglers, 1_000);
  if (entries.namespace !== null) await removeNamespace(entries.namespace);
  removeWorkspace(entries.workspace);
  for (const socket of entries.sockets) await removeIfSilent(socket);
  for (const folder of entries.newFolders) removeIfEmpty(folder);
  const left = new Set([...agentsLeft, ...othersLeft, ...stragglersLeft].map((each) => each.pid));
  return { processesLeft: left.size };
}

/** Takes our lines out of the hosts file, where the agent that wrote them is gone. */
export async function clearHosts(entries: JournalEntries): Promise<void> {
  // Nothing was written before the agent had its directory.
  if (!existsSync(entries.agentData) || !mayWrite(entries.hostsFile)) return;
  const program = path.join(root, 'daemon/clean-up-main.ts');
  const args = [program, '--data', entries.agentData, '--hosts', entries.hostsFile];
  const outcome = await runTool(process.execPath, args, { timeoutMs: 10_000 });
  if (outcome.kind === 'exited' && outcome.code === 0) return;
  const why = outcome.kind === 'exited' ? outcome.stderr.trim().slice(-500) : outcome.kind;
  process.stderr.write(`demo: cleaning the hosts file did not work: ${why}\n`);
}

/** Without administrator rights the agent wrote nothing there. */
function mayWrite(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function endAll(all: readonly KnownProcess[]): Promise<void> {
  await endProcesses(all, patienceMs);
}

async function inNamespace(name: string | null): Promise<readonly KnownProcess[]> {
  if (name === null) return [];
  const known = await Promise.all((await pidsIn(name)).map((pid) => knownProcess('service', pid)));
  return known.filter((each) => each !== null);
}

/** A program that was killed leaves its socket behind. */
async function removeIfSilent(socket: string): Promise<void> {
  if (lstatSync(socket, { throwIfNoEntry: false })?.isSocket() && !(await someoneServes(socket))) rmSync(socket);
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else uses it by now, or it is gone already.
  }
}
