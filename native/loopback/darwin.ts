// Loopback addresses of macOS: each but 127.0.0.1 must be given to lo0 first, and is gone after a restart. Not run yet.

import { AppError } from '../../shared/errors/app-error.ts';
import { runTool } from '../exec.ts';
import { checkLoopback, type Loopback } from './loopback.ts';

const ifconfig = '/sbin/ifconfig';

export function loopbackOfDarwin(): Loopback {
  const users = new Map<string, number>();

  async function giveBack(address: string): Promise<void> {
    const left = (users.get(address) ?? 1) - 1;
    if (left > 0) {
      users.set(address, left);
      return;
    }
    users.delete(address);
    await runTool(ifconfig, ['lo0', '-alias', address]);
  }

  return {
    async prepare(address) {
      checkLoopback(address);
      if (address === '127.0.0.1') return { [Symbol.asyncDispose]: async () => undefined };
      const outcome = await runTool(ifconfig, ['lo0', 'alias', `${address}/32`]);
      if (outcome.kind !== 'exited' || outcome.code !== 0)
        throw new AppError('command-failed', { command: 'ifconfig lo0 alias', why: outcome.kind });
      users.set(address, (users.get(address) ?? 0) + 1);
      let isGiven = true;
      return {
        async [Symbol.asyncDispose]() {
          if (isGiven) await giveBack(address);
          isGiven = false;
        },
      };
    },
  };
}
