// Runs one program to its end and ends the same way, leaving it all the time it needs to clean up.

import { spawn } from 'node:child_process';
import process from 'node:process';

/**
 * Starts the program on our own streams and waits for it. Ctrl-C reaches it from the terminal, so here it is only
 * survived; the signals a terminal does not send to everybody are passed on. Exit status or signal become ours.
 */
export async function launch(executable, args) {
  const child = spawn(executable, args, { stdio: 'inherit' });
  const survive = () => {};
  const passOn = (signal) => child.kill(signal);
  process.on('SIGINT', survive);
  process.on('SIGTERM', passOn);
  process.on('SIGHUP', passOn);
  const end = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  process.off('SIGINT', survive);
  process.off('SIGTERM', passOn);
  process.off('SIGHUP', passOn);
  if (end.signal !== null) process.kill(process.pid, end.signal);
  else process.exitCode = end.code ?? 1;
}
