// `stile ems shell-policy`: what users may do in the shell of their devices.

import type { Command } from 'commander';
import { z } from 'zod';
import { type ShellPolicy, shellPolicy } from '../../shared/ems/shell-policy.ts';
import { withEms } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { parsed } from '../parsed.ts';
import { pairs } from '../views/table.ts';

const shellPolicyHelp = `
Personal destinations are names inside the device's domains that a user gives to services behind your gateways. Whether such
a service lets them in, the gateway decides, as for every destination.
  stile ems shell-policy set --personal-destinations yes
  stile ems shell-policy set --may-quit no                 users cannot end the shell; the agent they never can
  stile ems shell-policy set --disconnect not-allowed      with-reason unless set: who disconnects says why, which is audited`;

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
      .option('--disconnect <allowed|with-reason|not-allowed>', 'whether they may disconnect the agent')
      .description('Change what is named; the rest stays.'),
    context,
    async (given) => {
      const wanted = z.object({
        mayQuit: yesOrNo,
        personalDestinations: yesOrNo,
        disconnect: shellPolicy.shape.disconnect.optional(),
      });
      const change = parsed('ems shell-policy set', wanted, given);
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
  const { mayQuit, personalDestinations, disconnect } = answer.shellPolicy;
  const word = (is: boolean) => (is ? 'yes' : 'no');
  return {
    result: answer,
    lines: pairs([
      ['may quit', word(mayQuit)],
      ['personal destinations', word(personalDestinations)],
      ['disconnect', disconnect],
    ]),
  };
}
