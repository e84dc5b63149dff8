// `stile ems shell-policy`: what users may do in the shell of their devices.

import type { Command } from 'commander';
import { z } from 'zod';
import type { ShellPolicy } from '../../shared/ems/shell-policy.ts';
import { withEms } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { parsed } from '../parsed.ts';
import { pairs } from '../views/table.ts';

const shellPolicyHelp = `
Personal destinations are names inside the device's domains that a user gives to services behind your gateways. Whether such
a service lets them in, the gateway decides, as for every destination.
  stile ems shell-policy set --personal-destinations yes
  stile ems shell-policy set --may-quit no                 users cannot end the shell; the agent they never can`;

const yesOrNo = z
  .enum(['yes', 'no'])
  .transform((word) => word === 'yes')
  .optional();

export function emsShellPolicyCommands(ems: Command, context: Context): void {
  const { terminal } = context;
  const policy = ems
    .command('shell-policy')
    .description('What users may do in the shell of every device: show, set.')
    .addHelpText('after', shellPolicyHelp);

  runs(policy.command('show', { isDefault: true }).description('Show it (the default).'), context, async () =>
    shown(await withEms(terminal, (client) => client.call('shellPolicy', {}))),
  );

  runs(
    policy
      .command('set')
      .option('--may-quit <yes|no>', 'whether they may end the shell')
      .option('--personal-destinations <yes|no>', 'whether they may add destinations of their own')
      .description('Change what is named; the rest stays.'),
    context,
    async ({ mayQuit, personalDestinations }) => {
      const wanted = z.object({ mayQuit: yesOrNo, personalDestinations: yesOrNo });
      const change = parsed('ems shell-policy set', wanted, { mayQuit, personalDestinations });
      return shown(
        await withEms(terminal, async (client) => {
          await client.call('setShellPolicy', change);
          return await client.call('shellPolicy', {});
        }),
      );
    },
  );
}

function shown(answer: { readonly shellPolicy: ShellPolicy }): Answer {
  const { mayQuit, personalDestinations } = answer.shellPolicy;
  const word = (is: boolean) => (is ? 'yes' : 'no');
  return {
    result: answer,
    lines: pairs([
      ['may quit', word(mayQuit)],
      ['personal destinations', word(personalDestinations)],
    ]),
  };
}
