// `stile destinations`: the protected services, and those that users of this device added.

import type { Command } from 'commander';
import { wantedPersonalDestination } from '../../shared/agent/personal-destination.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { currentState, withAgent } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { parsed } from '../parsed.ts';
import { destinationsView } from '../views/agent-views.ts';

const destinationsHelp = `
Where the organisation allows it, you can add services that are not on its list:
  stile destinations add lab lab.corp.test 22
  stile destinations remove lab
The name must lie below one of this device's domains. It leads to the organisation's gateways, which decide whether you get through.`;

export function destinationCommands(program: Command, context: Context): void {
  const { terminal } = context;
  const destinations = program
    .command('destinations')
    .description('Show the protected services, and how each name stands on this machine; add and remove your own.')
    .addHelpText('after', destinationsHelp);

  runs(destinations, context, async () => {
    const state = await withAgent(terminal, currentState);
    return { result: { destinations: state.destinations }, lines: destinationsView(state.destinations) };
  });

  runs(
    destinations
      .command('add')
      .argument('<name>', 'what you call it')
      .argument('<host>', 'its name: lab.corp.test')
      .argument('<port>')
      .option('--kind <kind>', 'tcp; or http, where refusals are pages for people', 'tcp')
      .description('Add a service behind the gateways of the organisation.'),
    context,
    async (options, name: string, host: string, port: string) => {
      const given = { name, host, port: Number(port), kind: options.kind };
      const wanted = parsed('destinations add', wantedPersonalDestination, given);
      const answer = await withAgent(terminal, (agent) => agent.call('addPersonalDestination', wanted));
      return { result: answer, lines: [`Added as ${answer.id}. Whether it can be reached, a gateway decides.`] };
    },
  );

  runs(
    destinations
      .command('remove')
      .argument('<name>', 'what you called it, or its id')
      .description('Remove one that was added.'),
    context,
    (_options, name: string) => remove(context, name),
  );
}

async function remove({ terminal }: Context, name: string): Promise<Answer> {
  return await withAgent(terminal, async (agent) => {
    const { destinations } = await currentState(agent);
    const added = destinations.filter((each) => each.isPersonal).map((each) => each.destination);
    const found = added.find((each) => each.id === name) ?? added.find((each) => each.name === name);
    if (found === undefined) throw new AppError('destination-unknown', { destination: name });
    await agent.call('removePersonalDestination', { id: found.id });
    return { result: { id: found.id }, lines: [`${found.id} is removed.`] };
  });
}
