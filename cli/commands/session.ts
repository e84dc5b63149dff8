// The command that keeps the user's own certificate: session.

import type { Command } from 'commander';
import { forgetThisUser, type UserSessionOptions, userSession, userSessionOnce } from '../../session/user-session.ts';
import type { StoreReport } from '../../shared/agent/user-certificate.ts';
import { makeLog } from '../../shared/node/log-sink.ts';
import { runToEnd } from '../../shared/node/shutdown.ts';
import { connectToAgent } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { printResult } from '../output.ts';
import type { Terminal } from '../terminal.ts';
import { forgottenView, sessionView } from '../views/session-view.ts';

const sessionHelp = `
Run it as the user, in the user's session: it makes a key, gets a certificate from your organisation through the agent, and
puts both where your browsers look. It renews them, puts them back when they are missing, gives them to new browser profiles,
and removes everything when this device leaves the organisation. Without --once it runs until it is stopped.
--forget removes certificate, keys and the desktop app's own files now; who uninstalls Stile does it for every user.

The key lies in a sealed file; the key to that lies in your keyring. A locked keyring is waited for.`;

export function sessionCommands(program: Command, context: Context): void {
  const { terminal } = context;
  runs(
    program
      .command('session')
      .option('--once', 'do what can be done now, tell how it stands, and end')
      .option('--forget', 'remove everything that Stile keeps for you on this machine, and end')
      .description('Keep your certificate for protected web applications where your browsers find it.')
      .addHelpText('after', sessionHelp),
    context,
    async (options) => {
      if (options.forget === true) return await forget(terminal);
      const show = (report: StoreReport) =>
        printResult(terminal, options.json === true, 'session', report, sessionView(report));
      const session: UserSessionOptions = {
        platform: process.platform,
        environment: terminal.environment,
        connect: (signal) => connectToAgent(terminal, signal),
        log: makeLog({ program: 'stile-session', level: 'warn' }),
        onReport: options.once === true ? () => undefined : show,
      };
      return options.once === true ? await once(session) : await untilStopped(session);
    },
  );
}

async function once(session: UserSessionOptions): Promise<Answer> {
  const report = await userSessionOnce(session, new AbortController().signal);
  const isSettled = report.standing === 'installed' || report.standing === 'none';
  return { result: report, lines: sessionView(report), exitCode: isSettled ? exitCodes.fine : exitCodes.failed };
}

async function forget(terminal: Terminal): Promise<Answer> {
  const forgotten = await forgetThisUser({ platform: process.platform, environment: terminal.environment });
  const isAll = forgotten.left.length === 0;
  return { result: forgotten, lines: forgottenView(forgotten), exitCode: isAll ? exitCodes.fine : exitCodes.failed };
}

async function untilStopped(session: UserSessionOptions): Promise<Answer> {
  let failure: unknown = null;
  const exitCode = await runToEnd(async (signal) => {
    await userSession(session, signal).catch((error: unknown) => {
      failure = error;
    });
    return exitCodes.fine;
  }, session.log);
  if (failure !== null) throw failure;
  return { result: {}, lines: [], exitCode };
}
