// The commands that look at the agent: status, tags, posture, why, doctor, recheck, logs.

import type { Command } from 'commander';
import { z } from 'zod';
import { currentState, withAgent } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { parsed } from '../parsed.ts';
import { doctorView, postureView, statusView, whyView } from '../views/agent-views.ts';
import { tagsView } from '../views/tags-view.ts';
import { destinationCommands } from './destinations.ts';

export function agentCommands(program: Command, context: Context): void {
  const { terminal } = context;

  runs(
    program.command('status').description('Show how this device stands: enrolment, connection, tags, destinations.'),
    context,
    async () => {
      const state = await withAgent(terminal, currentState);
      return { result: state, lines: statusView(state) };
    },
  );

  runs(
    program.command('tags').description('Show the tags of this device, and why it has each and lacks others.'),
    context,
    async () => {
      const state = await withAgent(terminal, currentState);
      return { result: { tags: state.tags, tagReasons: state.tagReasons }, lines: tagsView(state) };
    },
  );

  runs(
    program.command('posture').description('Show the facts about this device and what the rules make of them.'),
    context,
    async () => {
      const state = await withAgent(terminal, currentState);
      return { result: state.posture, lines: postureView(state) };
    },
  );

  destinationCommands(program, context);

  runs(
    program
      .command('why')
      .argument('<destination>', 'its name or its host, with or without a port: crm, crm.corp.test, crm.corp.test:8080')
      .description('Explain whether this device reaches a destination, which rule is in the way, and what to do.'),
    context,
    (_options, destination: string) => why(context, destination),
  );

  runs(
    program.command('doctor').description('Check everything between you and the services, and say what is broken.'),
    context,
    async () => {
      const { findings } = await withAgent(terminal, (agent) => agent.call('doctor', {}));
      const hasProblem = findings.some((finding) => finding.outcome === 'problem');
      return {
        result: { findings },
        lines: doctorView(findings),
        exitCode: hasProblem ? exitCodes.no : exitCodes.fine,
      };
    },
  );

  runs(
    program.command('recheck').description('Look at every fact about this device again, now.'),
    context,
    async () => {
      await withAgent(terminal, (agent) => agent.call('recheck', {}));
      return { result: {}, lines: ['Every fact is looked at again.'] };
    },
  );

  runs(
    program
      .command('logs')
      .option('-n, --lines <count>', 'how many lines', '200')
      .description("Show the daemon's latest log lines."),
    context,
    async (options) => {
      const lines = parsed('logs', z.coerce.number().int().min(1).max(2_000), options.lines);
      const answer = await withAgent(terminal, (agent) => agent.call('logs', { lines }));
      return { result: answer, lines: answer.lines };
    },
  );
}

async function why({ terminal }: Context, destination: string): Promise<Answer> {
  const explanation = await withAgent(terminal, (agent) => agent.call('why', { destination }));
  const exitCode = explanation.access === 'denied' ? exitCodes.no : exitCodes.fine;
  return { result: explanation, lines: whyView(explanation), exitCode };
}
