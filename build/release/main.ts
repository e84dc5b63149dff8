// `npm run release`: makes update keys, and signs and checks feeds; decides nothing.

import process from 'node:process';
import { runRelease } from './run.ts';

process.exitCode = await runRelease(process.argv.slice(2), {
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`release: ${line}\n`),
  input: process.stdin,
  now: () => Date.now(),
});
