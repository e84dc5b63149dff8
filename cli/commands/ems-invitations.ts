// `stile ems invite|invitations`: making, listing and revoking invitations.

import type { Command } from 'commander';
import { z } from 'zod';
import { siteName } from '../../shared/ids.ts';
import { withEms } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { duration, parsed, words } from '../parsed.ts';
import { invitationsView } from '../views/ems-views.ts';

const inviteHelp = `
The invitation is printed once, on standard output; the EMS keeps only its hash.
  stile ems invite device --domain corp.test                      one device, within 8 hours
  stile ems invite device --domain corp.test --uses 200 --expires 7d   a bulk roll-out
  stile ems invite gateway                                        one gateway; it waits for approval

--domain fixes the names that the EMS may ever publish on the device; only a local administrator of it can add more.`;

export function emsInvitationCommands(ems: Command, context: Context): void {
  const { terminal } = context;

  runs(
    ems
      .command('invite')
      .argument('<role>', 'device or gateway')
      .option('-d, --domain <suffix...>', 'domains whose names may be published on the device')
      .option('--site <site>', 'the site to join', 'default')
      .option('--uses <count>', 'how many devices may use it', '1')
      .option('--expires <duration>', 'how long it is good for: 30m, 8h, 7d', '8h')
      .option('--note <text>', 'for lists and the audit log', '')
      .description('Make an invitation.')
      .addHelpText('after', inviteHelp),
    context,
    (options, role: string) => invite(context, options, role),
  );

  const invitations = ems.command('invitations').description('Invitations: list, revoke.');

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
  uses: z.coerce.number().int().min(1).max(100_000),
  expires: duration,
  note: z.string().max(200),
});

async function invite(
  { terminal }: Context,
  options: Readonly<Record<string, unknown>>,
  role: string,
): Promise<Answer> {
  const wanted = parsed('ems invite', inviteOptions, { ...options, role });
  const answer = await withEms(terminal, (client) =>
    client.call('invite', {
      role: wanted.role,
      site: wanted.site,
      domains: wanted.domain,
      uses: wanted.uses,
      expiresInMs: wanted.expires,
      note: wanted.note,
    }),
  );
  return { result: answer, lines: [answer.invitation] };
}
