// Cleans up after a demo that could not do it itself: waits for the end of its pipe, then undoes what the journal says.

import process from 'node:process';
import { cleanUp } from './clean-up.ts';
import { readJournal } from './journal.ts';

const [journalFile = '', workspace = ''] = process.argv.slice(2);

// A terminal's signals are for the demo; this process outlives it by its nature.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

let said = '';
for await (const chunk of process.stdin) said += String(chunk);
if (!said.includes('done')) {
  const journal = readJournal(journalFile);
  // Another demo may have begun its own journal meanwhile; that one is not ours to undo.
  if (journal.kind === 'found' && journal.entries.workspace === workspace) {
    await cleanUp(journal.entries);
    const { rmSync } = await import('node:fs');
    rmSync(journalFile, { force: true });
  }
}
