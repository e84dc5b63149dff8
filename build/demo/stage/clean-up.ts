// Undoes what a demo did to this machine, as its journal tells it; used at the end, after a crash, and by the next start.

import { accessSync, constants, existsSync, lstatSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { runTool } from '../../../native/exec.ts';
import type { JournalEntries } from './journal.ts';
import { leftOfNamespace, pidsIn, removeNamespace } from './namespace.ts';
import { someoneServes } from './ports.ts';
import { endProcesses, type KnownProcess, knownProcess, processesOf } from './processes.ts';
import { removeWorkspace } from './workspace.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const patienceMs = 4_000;

/** What there is to undo. */
export interface Undoing {
  readonly processes: readonly KnownProcess[];
  readonly workspaces: readonly string[];
  readonly namespaces: readonly string[];
  /** Null where the hosts file is somebody else's care. */
  readonly hosts: HostsPlace | null;
  readonly sockets: readonly string[];
  /** Removed if they are empty. */
  readonly newFolders: readonly string[];
}

/** A hosts file, and the directory of the agent that wrote into it. */
export type HostsPlace = Pick<JournalEntries, 'hostsFile' | 'agentData'>;

/** What could not be undone; `things` names what is no process, in words. */
export interface Undone {
  readonly processesLeft: number;
  readonly things: readonly string[];
}

/** Undoes what a journal tells. */
export function cleanUp(entries: JournalEntries): Promise<Undone> {
  const { processes, workspace, namespace, sockets, newFolders } = entries;
  const namespaces = namespace === null ? [] : [namespace];
  return undo({ processes, workspaces: [workspace], namespaces, hosts: entries, sockets, newFolders });
}

/** Ends the processes, takes our lines out of the hosts file, removes namespaces and workspaces. Doing it twice does no harm. */
export async function undo({
  processes,
  workspaces,
  namespaces,
  hosts,
  sockets,
  newFolders,
}: Undoing): Promise<Undone> {
  const agents = processes.filter((each) => each.name === 'agent');
  // The agent alone first: it takes its lines out of the hosts file while it still holds its listeners.
  const agentsLeft = await endProcesses(agents, patienceMs);
  if (hosts !== null) await clearHosts(hosts);
  const others = processes.filter((each) => each.name !== 'agent');
  const [othersLeft] = await Promise.all([
    endProcesses(others, patienceMs),
    endProcesses(await inNamespaces(namespaces), patienceMs),
  ]);
  const marked = (await Promise.all(workspaces.map(processesOf))).flat();
  const stragglersLeft = await endProcesses([...(await inNamespaces(namespaces)), ...marked], 1_000);
  for (const namespace of namespaces) await removeNamespace(namespace);
  for (const workspace of workspaces) removeWorkspace(workspace);
  for (const socket of sockets) await removeIfSilent(socket);
  for (const folder of newFolders) removeIfEmpty(folder);
  const left = new Set([...agentsLeft, ...othersLeft, ...stragglersLeft].map((each) => each.pid));
  const networks = await Promise.all(namespaces.map(leftOfNamespace));
  const folders = workspaces.filter((workspace) => existsSync(workspace)).map((workspace) => `the folder ${workspace}`);
  return { processesLeft: left.size, things: [...networks.flat(), ...folders] };
}

/** Takes our lines out of the hosts file, where the agent that wrote them is gone. */
export async function clearHosts({ hostsFile, agentData }: HostsPlace): Promise<void> {
  // Nothing was written before the agent had its directory.
  if (!existsSync(agentData) || !mayWrite(hostsFile)) return;
  const program = path.join(root, 'daemon/clean-up-main.ts');
  const args = [program, '--data', agentData, '--hosts', hostsFile];
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

async function inNamespaces(names: readonly string[]): Promise<readonly KnownProcess[]> {
  const pids = (await Promise.all(names.map(pidsIn))).flat();
  const known = await Promise.all(pids.map((pid) => knownProcess('service', pid)));
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
