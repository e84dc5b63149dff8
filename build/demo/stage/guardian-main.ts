// Cleans up after a demo that could not do it itself: waits for the end of its pipe, then undoes what the journal says.

import { rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { cleanUp, undo } from './clean-up.ts';
import { type JournalEntries, readJournal } from './journal.ts';
import { findLeftovers } from './leftovers.ts';
import { hostsPlace } from './places.ts';

const [journalFile = '', workspace = ''] = process.argv.slice(2);

// A terminal's signals are for the demo; this process outlives it by its nature.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

let said = '';
for await (const chunk of process.stdin) said += String(chunk);
if (!said.includes('done')) {
  const journal = readJournal(journalFile);
  if (journal.kind === 'unreadable') await undoWithout();
  else if (isOurs(journal)) {
    await cleanUp(journal.entries);
    if (isOurs(readJournal(journalFile))) rmSync(journalFile, { force: true });
  }
}

/** Another demo may have begun its own journal meanwhile; that one is not ours to undo. */
function isOurs(journal: ReturnType<typeof readJournal>): journal is { kind: 'found'; entries: JournalEntries } {
  return journal.kind === 'found' && journal.entries.workspace === workspace;
}

/** The next start removes the journal: whose it was cannot be told. */
async function undoWithout(): Promise<void> {
  await undo({
    ...(await findLeftovers([workspace])),
    hosts: { hostsFile: hostsPlace, agentData: path.join(workspace, 'agent') },
  });
}
