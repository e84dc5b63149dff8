// `stile ems destinations|gateways`: who sees which service, and which gateways belong here.

import type { Command } from 'commander';
import { z } from 'zod';
import { gatewayId, siteName } from '../../shared/ids.ts';
import { webHost } from '../../shared/policy/web-host.ts';
import { withEms } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { parsed, words } from '../parsed.ts';
import { destinationsView, gatewaysView } from '../views/ems-views.ts';

export function emsAccessCommands(ems: Command, context: Context): void {
  destinationCommands(ems, context);
  gatewayCommands(ems, context);
}

function destinationCommands(ems: Command, context: Context): void {
  const { terminal } = context;
  const destinations = ems
    .command('destinations')
    .description('Published destinations: list, show-to. Seeing is not access: the gateway decides.');

  runs(
    destinations.command('list', { isDefault: true }).description('List what the gateways publish (the default).'),
    context,
    async () => {
      const answer = await withEms(terminal, (client) => client.call('destinations', {}));
      return { result: answer, lines: destinationsView(answer.destinations) };
    },
  );

  runs(
    destinations
      .command('show-to')
      .argument('<name>', 'the destination, as its gateway names it')
      .requiredOption('--tags <tags>', 'tags whose devices see it, separated by commas; "*" for every device')
      .option('--no-publish', 'make no hosts entry: DNS leads to the gateway already')
      .description('Choose the tags whose devices see a destination.'),
    context,
    async (options, name: string) => {
      const tags = parsed('ems destinations show-to', words, options.tags);
      await withEms(terminal, (client) =>
        client.call('showDestinationTo', { name, tags, publish: options.publish !== false }),
      );
      return { result: { name, tags }, lines: [`${name} is shown to ${tags.join(', ') || 'nobody'}.`] };
    },
  );
}

function gatewayCommands(ems: Command, context: Context): void {
  const { terminal } = context;
  const gateways = ems.command('gateways').description('Gateways: list, approve, web-hosts, withdraw.');

  runs(gateways.command('list', { isDefault: true }).description('List them (the default).'), context, async () => {
    const answer = await withEms(terminal, (client) => client.call('gateways', {}));
    return { result: answer, lines: gatewaysView(answer.gateways) };
  });

  runs(
    gateways
      .command('approve')
      .argument('<id>')
      .requiredOption('--names <names>', 'DNS names its certificate gets, separated by commas')
      .option('--sites <sites>', 'sites whose devices it serves, separated by commas', 'default')
      .description('Approve a gateway that asked to join. Compare its key fingerprint first.'),
    context,
    (options, id: string) => approve(context, options, id),
  );

  runs(
    gateways
      .command('web-hosts')
      .argument('<id>')
      .argument('[hosts...]', 'all of them, each a name or "*." and one; inside the domains of the web CA')
      .option('--none', 'take all of them away')
      .description('Say for which hosts a gateway may have web certificates. Those of other hosts are revoked.'),
    context,
    (options, id: string, hosts: readonly string[]) => approveWebHosts(context, options, id, hosts),
  );

  runs(
    gateways
      .command('withdraw')
      .argument('<id>')
      .description('End a gateway: its link, its certificate, its place in every profile.'),
    context,
    async (_options, id: string) => {
      await withEms(terminal, (client) =>
        client.call('withdrawGateway', { id: parsed('ems gateways withdraw', gatewayId, id) }),
      );
      return { result: { id }, lines: [`${id} is withdrawn.`] };
    },
  );
}

const approval = z.object({ id: gatewayId, names: words, sites: words.pipe(z.array(siteName)) });

async function approve({ terminal }: Context, options: Readonly<Record<string, unknown>>, id: string): Promise<Answer> {
  const wanted = parsed('ems gateways approve', approval, { ...options, id });
  await withEms(terminal, (client) => client.call('approveGateway', wanted));
  return {
    result: wanted,
    lines: [`${wanted.id} is approved as ${wanted.names.join(', ')} for ${wanted.sites.join(', ')}.`],
  };
}

const webApproval = z
  .object({ id: gatewayId, none: z.literal(true).optional(), hosts: words.pipe(z.array(webHost)) })
  .refine(({ none, hosts }) => (none === true) === (hosts.length === 0), 'name the hosts, or say --none');

async function approveWebHosts(
  { terminal }: Context,
  options: Readonly<Record<string, unknown>>,
  id: string,
  named: readonly string[],
): Promise<Answer> {
  const { hosts, ...wanted } = parsed('ems gateways web-hosts', webApproval, { ...options, id, hosts: [...named] });
  await withEms(terminal, (client) => client.call('approveWebHosts', { id: wanted.id, hosts }));
  return {
    result: { id: wanted.id, hosts },
    lines: [`${wanted.id} may have web certificates for ${hosts.join(', ') || 'nothing'}.`],
  };
}
