// `stile gateway …`: diagnostics of the gateway on this machine.

import type { Command } from 'commander';
import { deviceId } from '../../shared/ids.ts';
import { withGateway } from '../connect.ts';
import { type Context, runs } from '../context.ts';
import { parsed } from '../parsed.ts';
import { gatewayEndpointsView, gatewayStatusView, policiesView, sessionsView } from '../views/gateway-views.ts';

export function gatewayCommands(program: Command, context: Context): void {
  const { terminal } = context;
  const gateway = program.command('gateway').description('Look into the gateway on this machine (root).');

  runs(
    gateway.command('status').description('Show its link to the EMS, the age of its view and its configuration.'),
    context,
    async () => {
      const status = await withGateway(terminal, (client) => client.call('status', {}));
      return { result: status, lines: gatewayStatusView(status) };
    },
  );

  runs(gateway.command('sessions').description('List the connections carried now.'), context, async () => {
    const answer = await withGateway(terminal, (client) => client.call('sessions', {}));
    return { result: answer, lines: sessionsView(answer.sessions) };
  });

  runs(
    gateway.command('endpoints').description('List the devices it knows, with their tags and certificates.'),
    context,
    async () => {
      const answer = await withGateway(terminal, (client) => client.call('endpoints', {}));
      return { result: answer, lines: gatewayEndpointsView(answer.endpoints) };
    },
  );

  runs(gateway.command('policies').description('List its policies in order, with their hits.'), context, async () => {
    const answer = await withGateway(terminal, (client) => client.call('policies', {}));
    return { result: answer, lines: policiesView(answer.policies) };
  });

  runs(
    gateway.command('cut').argument('<uid>').description('End every connection of a device now.'),
    context,
    async (_options, uid: string) => {
      const answer = await withGateway(terminal, (client) =>
        client.call('cut', { uid: parsed('gateway cut', deviceId, uid) }),
      );
      return { result: answer, lines: [`${answer.cut} connections ended.`] };
    },
  );

  runs(
    gateway.command('reload').description('Read the configuration file again; a bad one changes nothing.'),
    context,
    async () => {
      const answer = await withGateway(terminal, (client) => client.call('reload', {}));
      return { result: answer, lines: [answer.outcome] };
    },
  );
}
