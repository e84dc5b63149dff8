// `stile ems web-ca`: the CA whose certificates browsers of enrolled devices accept for protected web applications.

import type { Command } from 'commander';
import { withEms } from '../connect.ts';
import { type Context, runs } from '../context.ts';
import { parsed, words } from '../parsed.ts';
import { webCaView } from '../views/ems-views.ts';

const webCaHelp = `
A web CA signs for names inside its domains and for nothing else: its certificate says so, and browsers hold it to that.
  stile ems web-ca create --domains corp.test
  stile ems gateways web-hosts <id> crm.corp.test '*.apps.corp.test'   what each gateway may have certificates for
Only devices whose invitation named all these domains are asked to trust it.`;

export function emsWebCaCommands(ems: Command, context: Context): void {
  const { terminal } = context;
  const webCa = ems
    .command('web-ca')
    .description('The web CA, for virtual hosts of gateways: show, create.')
    .addHelpText('after', webCaHelp);

  runs(
    webCa.command('show', { isDefault: true }).description('Show the web CA in force (the default).'),
    context,
    async () => {
      const answer = await withEms(terminal, (client) => client.call('webCa', {}));
      return { result: answer, lines: webCaView(answer.webCa) };
    },
  );

  runs(
    webCa
      .command('create')
      .requiredOption('-d, --domains <suffix...>', 'domains it may sign for: corp.test, never a public suffix')
      .option('--replace', 'put it in the place of the one in force, for other domains or a new key')
      .description('Make the web CA.'),
    context,
    async (options) => {
      const domains = parsed('ems web-ca create', words, options.domains);
      const answer = await withEms(terminal, (client) =>
        client.call('createWebCa', { domains, replace: options.replace === true }),
      );
      return { result: answer, lines: webCaView(answer.webCa) };
    },
  );
}
