// Starts the command `stile`; decides nothing.

import process from 'node:process';
import { runStile } from './run.ts';
import { processTerminal } from './terminal.ts';

// Whoever reads may have seen enough, as `head` has; nothing more is to be said then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

process.exitCode = await runStile(process.argv.slice(2), processTerminal());
