// Starts the command `stile`; decides nothing.

import process from 'node:process';
import { runStile } from './run.ts';
import { processTerminal } from './terminal.ts';

process.exitCode = await runStile(process.argv.slice(2), processTerminal());
