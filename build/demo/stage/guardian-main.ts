// Cleans up after a demo that could not do it itself: waits for the end of its pipe, then undoes what the journal says.

import { rmSync } from 'node:fs';
import process from 'node:process';
import { cleanUp } from './clean-up.ts';
import { type JournalEntries, readJournal } from './journal.ts';

const [journalFile = '', workspace = ''] = process.argv.slice(2);

// A terminal's signals are for the demo; this process outlives it by its nature.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

let said = '';
for await (const chunk of process.stdin) said += String(chunk);
if (!said.includes('done')) {
  const entries = ourEntries();
  if (entries !== null) {
    await cleanUp(entries);
    if (ourEntries() !== null) rmSync(journalFile, { force: true });
  }
}

/** Another demo may have begun its own journal meanwhile; that one is not ours to undo. */
function ourEntries(): JournalEntries | null {
  const journal = readJournal(journalFile);
  return journal.kind === 'found' && journal.entries.workspace === workspace ? journal.entries : null;
}
