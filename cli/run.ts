// Builds the command tree and runs one command line.

import { Command, CommanderError } from 'commander';
import { activityCommand } from './commands/activity.ts';
import { agentCommands } from './commands/agent.ts';
import { connectionCommands } from './commands/connection.ts';
import { diagnosticsCommand } from './commands/diagnostics.ts';
import { emsCommands } from './commands/ems.ts';
import { enrollmentCommands } from './commands/enrollment.ts';
import { gatewayCommands } from './commands/gateway.ts';
import { sessionCommands } from './commands/session.ts';
import { signInCommands } from './commands/sign-in.ts';
import { uninstallCommand } from './commands/uninstall.ts';
import { updateCommands } from './commands/update.ts';
import type { Context } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

const help = `
The first things to try:
  stile status                     is this device enrolled, connected, and with which tags
  stile destinations               the services you can reach by name, and how each stands on this machine
  stile why crm.corp.test          can I reach it; if not, which rule is in the way and what helps
  stile sign-in                    prove who you are, where a service asks for it
  stile session                    keep your certificate for web applications where your browsers find it
  sudo stile enroll --file FILE    join the organisation that gave you the invitation

Administrators of an EMS or a gateway, on its machine:
  stile ems --help                 invitations, devices, rules, tags, destinations, gateways, audit
  stile gateway --help             live sessions, known devices, policies

Every command takes --json and then prints one object: {"stile":1,"command":…,"ok":…,"result":… or "error":…}.
Exit status: 0 fine, 1 failed or refused, 2 wrong usage, 3 the program asked does not run, 4 not allowed, 5 the answer is no.`;

/** Runs one command line; answers the exit status. */
export async function runStile(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = exitCodes.fine;
  const context: Context = {
    terminal,
    exit: (next) => {
      code = next;
    },
  };
  const program = stileProgram(context);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  }
  return code;
}

function stileProgram(context: Context): Command {
  const program = new Command('stile')
    .description('Reach protected services by name, as long as this device is in order.')
    .option('--json', 'print one JSON object instead of lines')
    .addHelpText('after', help)
    .configureOutput({
      writeOut: (text) => context.terminal.print(text.trimEnd()),
      writeErr: (text) => context.terminal.complain(text.trimEnd()),
    })
    .showHelpAfterError('(stile --help shows the commands)')
    .exitOverride();
  enrollmentCommands(program, context);
  connectionCommands(program, context);
  uninstallCommand(program, context);
  agentCommands(program, context);
  activityCommand(program, context);
  diagnosticsCommand(program, context);
  signInCommands(program, context);
  sessionCommands(program, context);
  updateCommands(program, context);
  emsCommands(program, context);
  gatewayCommands(program, context);
  return program;
}
