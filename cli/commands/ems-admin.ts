// `stile ems admin`: who may administer this EMS from elsewhere, and the links and tokens they do it with.

import type { Command } from 'commander';
import { z } from 'zod';
import { administratorName, administratorRole, type SignInLink } from '../../shared/ems/administrators.ts';
import { withEms } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { parsed } from '../parsed.ts';
import { administratorsView } from '../views/administrators-view.ts';

const adminHelp = `
There is no default account and no password: a link signs in one browser, once, within 15 minutes.
  stile ems admin create anna                  prints the link; open it in a browser
  stile ems admin create tv --role viewer      may look at everything and change nothing
  stile ems admin link anna                    another link, for the next browser
  stile ems admin token anna | ssh desk "stile ems login https://ems.corp.test:8443 --ca-sha256 <fabric CA>"`;

export function emsAdminCommands(ems: Command, context: Context): void {
  const { terminal } = context;
  const admin = ems
    .command('admin')
    .description('Administrators who sign in from elsewhere: create, list, link, token, remove.')
    .addHelpText('after', adminHelp);

  runs(admin.command('list', { isDefault: true }).description('List them (the default).'), context, async () => {
    const answer = await withEms(terminal, (client) => client.call('administrators', {}));
    return { result: answer, lines: administratorsView(answer.administrators) };
  });

  runs(
    admin
      .command('create')
      .argument('<name>')
      .option('--role <role>', 'admin, or viewer: may look and change nothing', 'admin')
      .description('Make an administrator, and print the link to sign in by.'),
    context,
    async (options, name: string) => {
      const wanted = parsed('ems admin create', z.object({ name: administratorName, role: administratorRole }), {
        name,
        role: options.role,
      });
      return shown(await withEms(terminal, (client) => client.call('createAdministrator', wanted)));
    },
  );

  runs(
    admin.command('link').argument('<name>').description('Make another link; one not used yet is good no longer.'),
    context,
    async (_options, name: string) => {
      const wanted = { name: parsed('ems admin link', administratorName, name) };
      return shown(await withEms(terminal, (client) => client.call('linkAdministrator', wanted)));
    },
  );

  runs(
    admin
      .command('token')
      .argument('<name>')
      .option('--days <count>', 'how long it is good for', '30')
      .description('Make a token for programs, and print it.'),
    context,
    async (options, name: string) => {
      const wanted = parsed('ems admin token', tokenOptions, { name, days: options.days });
      const answer = await withEms(terminal, (client) => client.call('issueToken', wanted));
      return { result: answer, lines: [answer.token] };
    },
  );

  runs(
    admin
      .command('remove')
      .argument('<name>')
      .description('Remove an administrator; links, sessions and tokens end at once.'),
    context,
    async (_options, name: string) => {
      const wanted = { name: parsed('ems admin remove', administratorName, name) };
      await withEms(terminal, (client) => client.call('removeAdministrator', wanted));
      return { result: wanted, lines: [`${wanted.name} is removed and signed out everywhere.`] };
    },
  );
}

const tokenOptions = z.object({ name: administratorName, days: z.coerce.number().int().min(1).max(366) });

/** The link stands alone on its line, for scripts and for the mouse. */
function shown(answer: SignInLink): Answer {
  return { result: answer, lines: [answer.link] };
}
