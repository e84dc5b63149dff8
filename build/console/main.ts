// `npm run console`: builds the pages of the console; decides nothing.

import process from 'node:process';
import { ensureConsole } from './build-console.ts';

process.stdout.write(`${await ensureConsole()}\n`);
