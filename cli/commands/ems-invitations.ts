// `stile ems invite|invitations`: making, listing, showing and revoking invitations.

import type { Command } from 'commander';
import { z } from 'zod';
import { mostSerials, serialNumber, serialsIn } from '../../shared/ems/serial-number.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { siteName } from '../../shared/ids.ts';
import { withEms } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { duration, parsed, words } from '../parsed.ts';
import { invitationDetailsView, invitationsView } from '../views/ems-views.ts';

const inviteHelp = `
The invitation is printed once, on standard output; the EMS keeps only its hash.
  stile ems invite device --domain corp.test                      one device, within 8 hours
  stile ems invite device --domain corp.test --uses 200 --expires 7d   a bulk roll-out
  stile ems invite device --domain corp.test --serials-file bought.txt --expires 30d   the machines of an order
  stile ems invite gateway                                        one gateway; it waits for approval

--domain fixes the names that the EMS may ever publish on the device; only a local administrator of it can add more.
A serial number is what a device's firmware tells, and nothing attests it: it keeps an invitation that strays from being used by others by
chance, and every use is on record. A machine that was set up anew enrolls with its number once more after: stile ems endpoints release.`;

export function emsInvitationCommands(ems: Command, context: Context): void {
  const { terminal } = context;

  runs(
    ems
      .command('invite')
      .argument('<role>', 'device or gateway')
      .option('-d, --domain <suffix...>', 'domains whose names may be published on the device')
      .option('--site <site>', 'the site to join', 'default')
      .option('--uses <count>', 'how many devices may use it: 1, or as many as there are serial numbers, unless given')
      .option(
        '--serials-file <file>',
        'only for machines with these serial numbers, one a line, each once; - for standard input',
      )
      .option('--expires <duration>', 'how long it is good for: 30m, 8h, 7d', '8h')
      .option('--note <text>', 'for lists and the audit log', '')
      .description('Make an invitation.')
      .addHelpText('after', inviteHelp),
    context,
    (options, role: string) => invite(context, options, role),
  );

  const invitations = ems.command('invitations').description('Invitations: list, show, revoke.');

  runs(
    invitations
      .command('list', { isDefault: true })
      .description('List them (the default); codes are never shown again.'),
    context,
    async () => {
      const answer = await withEms(terminal, (client) => client.call('invitations', {}));
      return { result: answer, lines: invitationsView(answer.invitations) };
    },
  );

  runs(
    invitations.command('show').argument('<id>').description('Show one, with its serial numbers and who used them.'),
    context,
    async (_options, id: string) => {
      const answer = await withEms(terminal, (client) => client.call('showInvitation', { id }));
      return { result: answer, lines: invitationDetailsView(answer) };
    },
  );

  runs(
    invitations.command('revoke').argument('<id>').description('Make an invitation unusable now.'),
    context,
    async (_options, id: string) => {
      await withEms(terminal, (client) => client.call('revokeInvitation', { id }));
      return { result: { id }, lines: [`Revoked ${id}.`] };
    },
  );
}

const inviteOptions = z.object({
  role: z.enum(['device', 'gateway']),
  domain: words.default([]),
  site: siteName,
  uses: z.coerce.number().int().min(1).max(100_000).optional(),
  serialsFile: z.string().min(1).optional(),
  expires: duration,
  note: z.string().max(200),
});

async function invite(
  { terminal }: Context,
  options: Readonly<Record<string, unknown>>,
  role: string,
): Promise<Answer> {
  const wanted = parsed('ems invite', inviteOptions, { ...options, role });
  const serials = wanted.serialsFile === undefined ? [] : await serialsFrom(terminal, wanted.serialsFile);
  const answer = await withEms(terminal, (client) =>
    client.call('invite', {
      role: wanted.role,
      site: wanted.site,
      domains: wanted.domain,
      uses: wanted.uses ?? Math.max(1, serials.length),
      serials: [...serials],
      expiresInMs: wanted.expires,
      note: wanted.note,
    }),
  );
  return { result: answer, lines: [answer.invitation] };
}

async function serialsFrom(terminal: Context['terminal'], file: string): Promise<readonly string[]> {
  const command = 'ems invite';
  const text = await (file === '-' ? terminal.readInput() : terminal.readFile(file)).catch((cause: unknown) => {
    throw new AppError('command-invalid', { command, why: `${file} cannot be read` }, { cause });
  });
  const some = z.array(serialNumber).min(1, `${file} holds no serial number`).max(mostSerials);
  return parsed(command, some, serialsIn(text));
}
