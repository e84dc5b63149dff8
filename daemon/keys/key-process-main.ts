// Performs one key task in a process of its own, for a daemon that is of the other kind: task on stdin, answer on stdout.

import process from 'node:process';
import { text } from 'node:stream/consumers';
import { keyTask, performHere } from './key-task.ts';

try {
  process.stdout.write(JSON.stringify(await performHere(keyTask.parse(JSON.parse(await text(process.stdin))))));
} catch (error) {
  // Only the message: what else hangs on an error may quote the key.
  process.stderr.write(error instanceof Error ? error.message : 'unknown');
  process.exitCode = 1;
}
