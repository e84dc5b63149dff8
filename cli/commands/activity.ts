// The command that tells what became of connections: activity.

import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import type { ActivityEntry } from '../../shared/agent/activity.ts';
import type { AgentContract } from '../../shared/agent/agent-contract.ts';
import type { LocalClient } from '../../shared/node/local-socket/client.ts';
import { withAgent } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { printResult } from '../output.ts';
import { type ActivityFilter, activityView, filtered } from '../views/activity-view.ts';

const activityHelp = `
It is remembered until the agent ends, some ten thousand connections. Sent and received are the bytes of your programs. Users see
what is their own and what concerns the whole device; administrators see everything.`;

export function activityCommand(program: Command, context: Context): void {
  runs(
    program
      .command('activity')
      .option('--denied', 'only what was refused or cut')
      .option('--destination <destination>', 'only of this destination: crm, crm.corp.test, crm.corp.test:8080')
      .option('--follow', 'go on with what comes, until it is stopped')
      .description('Show the connections of this device: carried, refused and cut, with their bytes.')
      .addHelpText('after', activityHelp),
    context,
    async (options) => {
      const filter = {
        denied: options.denied === true,
        destination: typeof options.destination === 'string' ? options.destination : null,
      };
      return await withAgent(context.terminal, async (agent) => {
        const { entries, last } = await readOn(agent, 0);
        const first = shown(filtered(entries, filter));
        if (options.follow !== true) return first;
        printResult(context.terminal, options.json === true, 'activity', first.result, first.lines);
        return await follow(context, agent, last, filter, options.json === true);
      });
    },
  );
}

interface Read {
  readonly entries: readonly ActivityEntry[];
  readonly last: number;
}

/** Everything after a sequence, of as many answers as it takes. */
async function readOn(agent: LocalClient<AgentContract>, after: number): Promise<Read> {
  const entries: ActivityEntry[] = [];
  for (let last = after; ; ) {
    const page = await agent.call('activity', { after: last });
    entries.push(...page.entries);
    last = page.last;
    if (page.entries.length === 0) return { entries, last };
  }
}

/** Ends with the agent, or with the process. */
async function follow(
  { terminal }: Context,
  agent: LocalClient<AgentContract>,
  from: number,
  filter: ActivityFilter,
  asJson: boolean,
): Promise<never> {
  for (let last = from; ; await delay(everyMs)) {
    const page = await readOn(agent, last);
    last = page.last;
    const { result, lines } = shown(filtered(page.entries, filter));
    if (result.entries.length > 0) printResult(terminal, asJson, 'activity', result, lines.slice(1));
  }
}

const everyMs = 1_000;

function shown(entries: readonly ActivityEntry[]): Answer & { readonly result: Pick<Read, 'entries'> } {
  return { result: { entries }, lines: activityView(entries) };
}
