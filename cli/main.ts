// Starts the command `stile`; decides nothing.

import { assertPinnedRuntime } from '../shared/node/tls/pinned-runtime.ts';
import { runStile } from './run.ts';
import { processTerminal } from './terminal.ts';

assertPinnedRuntime();
process.exitCode = await runStile(process.argv.slice(2), processTerminal());
