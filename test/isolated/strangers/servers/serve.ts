// Starts a server that is not ours and waits until it accepts connections.

import { answers } from '../../../../build/demo/stage/ports.ts';
import { addresses } from '../stage/network.ts';
import { asked } from '../stage/organisation.ts';
import { type Running, type RunOptions, start } from '../stage/run.ts';

/** Longer than any topic takes. */
const lifeMs = 220_000;

/** Disposed, it gets SIGTERM and is waited for. @throws Error with what it said, if it ends before it serves */
export async function serve(
  argv: readonly string[],
  port: number,
  options: RunOptions = {},
): Promise<Running & AsyncDisposable> {
  const running = start(argv, { limitMs: lifeMs, ...options });
  await asked(async () => {
    if (running.child.exitCode !== null) throw new Error(`it ended: ${(await running.ended).all}`);
    return await answers(addresses.services.ipv4, port);
  });
  return {
    ...running,
    async [Symbol.asyncDispose]() {
      running.child.kill('SIGTERM');
      await running.ended;
    },
  };
}
