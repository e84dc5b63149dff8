// Undoes every change that a daemon which is no longer there made to the machine; for supervisors and uninstallers.

import process from 'node:process';
import { platformFor } from '../native/platform.ts';
import { makeLog } from '../shared/node/log-sink.ts';
import { runToEnd } from '../shared/node/shutdown.ts';
import { configFromCommandLine } from './command-line.ts';
import { hostsFileOf } from './hosts.ts';

const help = `Usage: node daemon/clean-up-main.ts [--config FILE] [--data DIRECTORY] [--hosts FILE]

Removes the agent's lines from the hosts file; everything else in it stays as it is. Does nothing where nothing is left.`;

const log = makeLog({ program: 'stile-clean-up' });

process.exitCode = await runToEnd(async () => {
  const config = await configFromCommandLine(process.argv.slice(2));
  if (config === null) {
    process.stdout.write(`${help}\n`);
    return 0;
  }
  const outcome = await hostsFileOf(config, platformFor(process.platform), log).repair();
  log.info('cleaned up', { hosts: outcome.kind });
  return outcome.kind === 'blocked' ? 1 : 0;
}, log);
