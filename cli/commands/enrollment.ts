// The commands that make or end an enrolment: enroll, unenroll.

import type { Command } from 'commander';
import type { InvitationSummary } from '../../shared/agent/agent-contract.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { withAgent } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { pairs } from '../views/table.ts';

const enrollHelp = `
The invitation starts with "stile1." and comes from your administrator. Ways to hand it in, the first ones leave no trace:
  sudo stile enroll                      asks for it
  sudo stile enroll --file FILE          reads it from a file
  … | sudo stile enroll --file -         reads it from standard input
  sudo stile enroll stile1.…             as an argument: visible to other programs and in the shell's history

Before anything is sent you see the EMS's address, the fingerprint of its CA and the names it may publish on this machine.
Without a terminal, --yes agrees to what the invitation says.`;

export function enrollmentCommands(program: Command, context: Context): void {
  runs(
    program
      .command('enroll')
      .argument('[invitation]', 'the invitation itself')
      .option('-f, --file <file>', 'read the invitation from a file, - for standard input')
      .option('-y, --yes', 'agree to the address, fingerprint and domains of the invitation')
      .description(
        'Join an organisation: this device becomes one of its managed devices. Needs an administrator, or one who has allowed this EMS.',
      )
      .addHelpText('after', enrollHelp),
    context,
    (options, invitation: string | undefined) => enroll(context, options, invitation),
  );

  runs(
    program
      .command('unenroll')
      .description('Leave: certificate, names and tunnels go, the EMS is told. Needs an administrator.'),
    context,
    async () => {
      const { told } = await withAgent(context.terminal, (agent) => agent.call('unenroll', {}));
      const lines = told
        ? ['This device is no longer enrolled.']
        : ['This device is no longer enrolled. The EMS could not be told; its tags end by themselves.'];
      return { result: { told }, lines };
    },
  );
}

async function enroll(
  context: Context,
  options: Readonly<Record<string, unknown>>,
  argument: string | undefined,
): Promise<Answer> {
  const { terminal } = context;
  const invitation = await invitationFrom(context, options.file, argument);
  return await withAgent(terminal, async (agent) => {
    const summary = await agent.call('inspectInvitation', { invitation });
    await confirm(context, summary, options.yes === true);
    const answer = await agent.call('enroll', { invitation, consent: { fabricCa: summary.fabricCa } });
    return {
      result: answer,
      lines: [
        'Enrolled.',
        ...pairs([
          ['uid', answer.uid],
          ['certificate', answer.serial],
        ]),
      ],
    };
  });
}

async function invitationFrom({ terminal }: Context, file: unknown, argument: string | undefined): Promise<string> {
  if (argument !== undefined) {
    terminal.complain(
      'stile: an invitation as an argument is visible to other programs and stays in the shell history; --file or the prompt is safer.',
    );
    return argument.trim();
  }
  if (file === '-') return (await terminal.readInput()).trim();
  if (typeof file === 'string') return (await terminal.readFile(file)).trim();
  const typed = await terminal.ask('Invitation: ');
  if (typed === null)
    throw new AppError('command-invalid', { command: 'enroll', why: 'no invitation was given; use --file' });
  return typed.trim();
}

async function confirm({ terminal }: Context, summary: InvitationSummary, isAgreed: boolean): Promise<void> {
  const shown = pairs([
    ['EMS', `${summary.ems}, site ${summary.site}`],
    ['fingerprint', summary.fabricCa],
    ['names inside', summary.domains.join(', ') || 'none'],
  ]);
  for (const line of shown) terminal.complain(line);
  if (isAgreed) return;
  const answer = await terminal.ask('Enroll this device there? [y/N] ');
  if (answer === null || !/^y(es)?$/i.test(answer.trim()))
    throw new AppError('consent-missing', { server: summary.ems });
}
