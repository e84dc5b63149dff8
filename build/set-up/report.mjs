// Says what the set-up is doing, on standard error, since standard output belongs to the program.

import process from 'node:process';

/** Prints one line of progress or trouble. */
export function report(line) {
  process.stderr.write(`set-up: ${line}\n`);
}
