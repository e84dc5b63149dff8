// Undoes every change that a daemon which is no longer there made to the machine; for supervisors and uninstallers.

import process from 'node:process';
import { platformFor } from '../native/platform.ts';
import { makeLog } from '../shared/node/log-sink.ts';
import { endWith } from '../shared/node/program-options.ts';
import { runToEnd } from '../shared/node/shutdown.ts';
import { configFromCommandLine } from './command-line.ts';
import { hostsFileOf } from './hosts.ts';
import { browserPoliciesOf } from './web/policies.ts';

const help = `Usage: node daemon/clean-up-main.ts [--config FILE] [--data DIRECTORY] [--hosts FILE]

Removes the agent's lines from the hosts file and what it told the browsers of this machine; everything else in those files
stays as it is. Does nothing where nothing is left.`;

const log = makeLog({ program: 'stile-clean-up' });

process.exitCode = await runToEnd(async () => {
  const platform = platformFor(process.platform);
  const asked = await configFromCommandLine(process.argv.slice(2), {
    program: 'stile-clean-up',
    help,
    platform: platform.name,
  });
  if (asked.kind === 'end') return endWith(asked);
  const outcome = await hostsFileOf(asked.config, platform, log).repair();
  const areBrowsersClear = await browserPoliciesOf(asked.config, platform, log).clear();
  log.info('cleaned up', { hosts: outcome.kind, browsers: areBrowsersClear });
  return outcome.kind === 'blocked' || !areBrowsersClear ? 1 : 0;
}, log);
