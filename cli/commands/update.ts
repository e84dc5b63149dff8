// `stile update`: how this device stands to newer releases, and what its user may say about them.

import type { Command } from 'commander';
import { z } from 'zod';
import { currentState, withAgent } from '../connect.ts';
import { type Context, runs } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { parsed } from '../parsed.ts';
import { updateView } from '../views/update-view.ts';

export function updateCommands(program: Command, context: Context): void {
  const { terminal } = context;
  const update = program
    .command('update')
    .description('Show whether there is a newer release, and when it is installed.');

  runs(update, context, async () => {
    const { update: state, agentVersion } = await withAgent(terminal, currentState);
    return {
      result: { update: state, agentVersion },
      lines: updateView(state, agentVersion),
      exitCode: state.kind === 'failed' ? exitCodes.no : exitCodes.fine,
    };
  });

  runs(update.command('check').description('Ask for newer releases now.'), context, async () => {
    await withAgent(terminal, (agent) => agent.call('checkForUpdate', {}));
    return { result: {}, lines: ['Newer releases are being asked for; stile update says what comes of it.'] };
  });

  runs(
    update.command('install').description('Install the newer release without waiting any longer.'),
    context,
    async () => {
      await withAgent(terminal, (agent) => agent.call('installUpdate', {}));
      return {
        result: {},
        lines: ['It is installed as soon as it is downloaded and verified. Open connections end for a moment.'],
      };
    },
  );

  runs(
    update
      .command('postpone')
      .argument('<hours>', 'how many hours from now')
      .description('Put the installation off, as far as the administrator lets you.'),
    context,
    async (_options, given: string) => {
      const hours = parsed('update postpone', z.coerce.number().int().min(1).max(720), given);
      await withAgent(terminal, (agent) => agent.call('postponeUpdate', { hours }));
      return { result: { hours }, lines: [`It is not installed by itself within the next ${hours} hours.`] };
    },
  );
}
