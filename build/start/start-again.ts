// Starts the app a second time, as a click on a link does; what it is given goes to the one that runs.

import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Resolves when the second has ended. @throws Error if it did not end well */
export async function startAgain(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const [code] = await once(spawn(program, args, { env, stdio: 'ignore' }), 'exit');
  if (code !== 0) throw new Error(`the app, started again, ended with ${code}`);
}
