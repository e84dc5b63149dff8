// `stile disconnect|connect`: names and tunnels away for a while, and back.

import type { Command } from 'commander';
import { disconnectReason } from '../../shared/agent/disconnection.ts';
import { withAgent } from '../connect.ts';
import { type Context, runs } from '../context.ts';
import { parsed } from '../parsed.ts';

export function connectionCommands(program: Command, context: Context): void {
  runs(
    program
      .command('disconnect')
      .option('-r, --reason <text>', 'why; your organisation may ask for it, and hears it', '')
      .description(
        'Take names and tunnels away until `stile connect`, if your organisation allows it; it hears who and why.',
      ),
    context,
    async (options) => {
      const reason = parsed('disconnect', disconnectReason, options.reason);
      await withAgent(context.terminal, (agent) => agent.call('disconnect', { reason }));
      return {
        result: {},
        lines: ['Disconnected. The device still reports; stile connect brings names and tunnels back.'],
      };
    },
  );

  runs(program.command('connect').description('Bring names and tunnels back.'), context, async () => {
    await withAgent(context.terminal, (agent) => agent.call('connect', {}));
    return { result: {}, lines: ['Connected.'] };
  });
}
