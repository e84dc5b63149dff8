// `npm run shell`: builds the desktop shell and says where it is; decides nothing.

import process from 'node:process';
import { ensureShell } from './build-shell.ts';

process.stdout.write(`${await ensureShell()}\n`);
