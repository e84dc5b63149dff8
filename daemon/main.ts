// `stile-agent`: the daemon; reads the command line and runs until stopped; decides nothing.

import process from 'node:process';
import { platformFor } from '../native/platform.ts';
import { makeLog } from '../shared/node/log-sink.ts';
import { endWith } from '../shared/node/program-options.ts';
import { runToEnd, untilAborted } from '../shared/node/shutdown.ts';
import { keepBeating } from '../shared/node/supervision/keep-beating.ts';
import { supervisorFrom } from '../shared/node/supervision/supervisor.ts';
import { assertPinnedRuntime } from '../shared/node/tls/runtime.ts';
import { askItself } from './ask-itself.ts';
import { configFromCommandLine } from './command-line.ts';
import { assertInstallationIsSafe, startedAs } from './installation.ts';
import { become, type Launch, launchFor } from './keys/launch.ts';
import { kindOfThisProcess } from './keys/process-kind.ts';
import { makeLogRing } from './log-ring.ts';
import { settledNow } from './managed/settled-now.ts';

const help = `Usage: stile-agent [--config FILE] [--data DIRECTORY] [--socket PATH] [--hosts FILE]

Runs the agent's daemon. As root it publishes names in the hosts file; without, destinations are reached at loopback
addresses. It is commanded by: stile --help
STILE_AGENT_DATA, STILE_AGENT_SOCKET and STILE_AGENT_HOSTS outweigh the file and are outweighed by the command line; so does
STILE_AGENT_INVITATION_FILE: an invitation laid there for root's eyes only is used once, without a person.
If it was killed, the next start repairs what it left; so does: node daemon/clean-up-main.ts`;

const logRing = makeLogRing({ write: (line) => process.stderr.write(line) });
const log = makeLog({ program: 'stile-agent', destination: logRing });

const platform = platformFor(process.platform);
const supervisor = await supervisorFrom(process.env, log);
let next: Launch | null = null;

process.exitCode = await runToEnd(
  async (signal, stack) => {
    assertPinnedRuntime();
    const asked = await configFromCommandLine(process.argv.slice(2), {
      program: 'stile-agent',
      help,
      platform: platform.name,
    });
    if (asked.kind === 'end') return endWith(asked);
    const { config } = asked;
    await assertInstallationIsSafe(startedAs(asked, platform.name), platform.installationGuard);
    const launch = await launchFor(await settledNow(config, platform), platform.tpm);
    if (launch.kind !== kindOfThisProcess()) {
      next = launch;
      return 0;
    }
    const other = Promise.withResolvers<void>();
    // Not earlier: a process that becomes another one needs little of it.
    const { startDaemon } = await import('./start.ts');
    const { socket } = stack.use(await startDaemon({ config, platform, log, logRing, onRelaunch: other.resolve }));
    stack.use(keepBeating(supervisor, { place: socket, ask: askItself(socket), log }));
    await Promise.race([untilAborted(signal), other.promise]);
    // What this process becomes goes on: for the supervisor nothing ends.
    if (signal.aborted) supervisor.stopping();
    else next = await launchFor(await settledNow(config, platform), platform.tpm);
    return 0;
  },
  log,
  supervisor.onStop,
);

if (next !== null) become(next, supervisor.handOver);
