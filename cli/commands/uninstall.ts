// `stile uninstall`: removes the agent from this machine.

import type { Command } from 'commander';
import { AppError } from '../../shared/errors/app-error.ts';
import { withAgent } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';

const uninstallHelp = `
Administrators of this machine need no code; they may as well use its package manager, or their MDM. Everybody else needs a code that an
administrator of the EMS reads out: stile ems endpoints uninstall-code <uid>. It is asked for; --code makes it visible to other programs.`;

export function uninstallCommand(program: Command, context: Context): void {
  runs(
    program
      .command('uninstall')
      .option('-c, --code <code>', 'the code of your organisation, for who is no administrator of this machine')
      .option('-y, --yes', 'do not ask whether it is meant')
      .description('Remove Stile from this machine, with its certificate and everything it keeps.')
      .addHelpText('after', uninstallHelp),
    context,
    (options) => uninstall(context, options),
  );
}

async function uninstall({ terminal }: Context, options: Readonly<Record<string, unknown>>): Promise<Answer> {
  const isMeant =
    options.yes === true || /^y(es)?$/i.test((await terminal.ask('Remove Stile from this machine? [y/N] ')) ?? '');
  if (!isMeant) throw new AppError('command-invalid', { command: 'uninstall', why: 'it was not confirmed' });
  const given = typeof options.code === 'string' ? options.code : null;
  const code = given ?? (await terminal.ask('Code of your organisation (administrators need none): ')) ?? '';
  await withAgent(terminal, (agent) => agent.call('uninstall', { code: code.trim().slice(0, 64) }));
  return { result: {}, lines: ['The removal has begun.'] };
}
