// Before a demo starts: undoes what an earlier one that crashed has left.

import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { servedAt } from '../../../shared/node/endpoint.ts';
import { cleanUp, clearHosts, undo } from './clean-up.ts';
import { hasOurSection } from './hosts-check.ts';
import { readJournal } from './journal.ts';
import { findGuardian, findLeftovers } from './leftovers.ts';
import { hostsPlace } from './places.ts';
import { someoneServes } from './ports.ts';
import { isAlive, type KnownProcess } from './processes.ts';
import { makeWorkspace, removeWorkspace } from './workspace.ts';

/** `agent-runs`: names in the hosts file belong to an agent that is no demo's; a demo would take them away. */
export type Repair =
  | { readonly kind: 'nothing-left' }
  | { readonly kind: 'repaired' }
  | { readonly kind: 'runs-already'; readonly pid: number }
  | { readonly kind: 'agent-runs'; readonly socket: string };

const guardianWithinMs = 15_000;

/** Waits for a guardian that is at it already, and does what it leaves undone. `say` gets a line before anything is undone. */
export async function repair(journalFile: string, say: (line: string) => void): Promise<Repair> {
  const journal = await repairByJournal(journalFile, say);
  if (journal.kind === 'runs-already') return journal;
  const hosts = await repairHosts(journalFile, hostsPlace, say);
  return hosts.kind === 'nothing-left' ? journal : hosts;
}

/** What the journal tells, and nothing else: for who leaves the hosts file alone. */
export async function repairByJournal(journalFile: string, say: (line: string) => void): Promise<Repair> {
  const first = readJournal(journalFile);
  if (first.kind === 'none') return { kind: 'nothing-left' };
  if (first.kind === 'unreadable')
    return repairWithout(
      journalFile,
      `the journal ${journalFile} of an earlier demo is unreadable (${first.why})`,
      say,
    );
  const { demo, guardian } = first.entries;
  if (demo !== null && (await isAlive(demo))) return { kind: 'runs-already', pid: demo.pid };
  say('an earlier demo did not come to its end; undoing what it left');
  if (guardian !== null) await waitFor(guardian);
  const left = readJournal(journalFile);
  if (left.kind === 'found') await cleanUp(left.entries);
  rmSync(journalFile, { force: true });
  return { kind: 'repaired' };
}

/** Nothing in a journal that cannot be read is believed; what is left is looked for instead. */
async function repairWithout(journalFile: string, why: string, say: (line: string) => void): Promise<Repair> {
  const posted = await findGuardian(journalFile);
  if (posted !== null && posted.demo !== null) return { kind: 'runs-already', pid: posted.demo };
  say(`${why}; looking for what it left`);
  if (posted !== null) await waitFor(posted.guardian);
  const found = await findLeftovers();
  const { processesLeft, things } = await undo(found);
  const { processes, namespaces, workspaces } = found;
  say(`found and undone: ${processes.length} processes, ${namespaces.length} namespaces, ${workspaces.length} folders`);
  if (processesLeft > 0) say(`still there: ${processesLeft} processes`);
  for (const thing of things) say(`still there: ${thing}`);
  rmSync(journalFile, { force: true });
  return { kind: 'repaired' };
}

/** A restart of the machine takes processes and journal away, and leaves our lines in the hosts file. */
async function repairHosts(journalFile: string, hostsFile: string, say: (line: string) => void): Promise<Repair> {
  if (!hasOurSection(readOrNothing(hostsFile))) return { kind: 'nothing-left' };
  const socket = servedAt('agent');
  if (await someoneServes(socket)) {
    const isDemos = (await findLeftovers()).processes.some(({ name }) => name === 'agent');
    if (!isDemos) return { kind: 'agent-runs', socket };
    const repaired = await repairWithout(journalFile, 'the journal of an earlier demo is gone', say);
    if (repaired.kind === 'runs-already' || !hasOurSection(readOrNothing(hostsFile))) return repaired;
  }
  say(`${hostsFile} still has lines of an agent that is gone; removing them`);
  const workspace = makeWorkspace();
  try {
    const agentData = path.join(workspace, 'agent');
    mkdirSync(agentData, { mode: 0o700 });
    await clearHosts({ hostsFile, agentData });
  } finally {
    removeWorkspace(workspace);
  }
  if (hasOurSection(readOrNothing(hostsFile))) say('they are still there; only an administrator can remove them');
  return { kind: 'repaired' };
}

async function waitFor(guardian: KnownProcess): Promise<void> {
  for (const until = Date.now() + guardianWithinMs; Date.now() < until && (await isAlive(guardian)); ) await sleep(50);
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
