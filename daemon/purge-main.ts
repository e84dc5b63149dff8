// `purge`: for uninstallers, while the programs are still there and after the daemon has stopped; decides nothing.

import process from 'node:process';
import { parseArgs } from 'node:util';
import { platformFor } from '../native/platform.ts';
import { makeLog } from '../shared/node/log-sink.ts';
import { programFile } from '../shared/node/program-file.ts';
import { runToEnd } from '../shared/node/shutdown.ts';
import { configFromCommandLine } from './command-line.ts';
import { hostsFileOf } from './hosts.ts';
import { purge } from './purge.ts';
import { browserPoliciesOf } from './web/policies.ts';

const help = `Usage: node purge.mjs [--config FILE] [--with-data]

Removes what the agent has left on this machine besides its programs: its lines in the hosts file, what it told the browsers,
and of every user the certificate with its key and the desktop app's own files. Stop the agent first.

  --with-data  enrolment, keys and settings, too: the device has to be invited again`;

const command = programFile({ source: 'cli/main.ts', packed: 'stile.mjs' });
const log = makeLog({ program: 'stile-purge' });

process.exitCode = await runToEnd(async () => {
  const { values } = parseArgs({
    options: { config: { type: 'string' }, 'with-data': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    process.stdout.write(`${help}\n`);
    return 0;
  }
  const platform = platformFor(process.platform);
  const asked = await configFromCommandLine(values.config === undefined ? [] : ['--config', values.config], {
    program: 'stile-purge',
    help,
    platform: platform.name,
  });
  if (asked.kind === 'end') return 1;
  const hosts = await hostsFileOf(asked.config, platform, log).repair();
  const areBrowsersClear = await browserPoliciesOf(asked.config, platform, log).clear();
  const left = [
    ...(hosts.kind === 'blocked' ? ['lines in the hosts file'] : []),
    ...(areBrowsersClear ? [] : ['what browsers were told']),
    ...(await purge({
      platform: platform.name,
      removal: platform.removal,
      ofUser: { program: process.execPath, args: [command] },
      withData: values['with-data'] === true,
      log,
    })),
  ];
  for (const thing of left) log.warn('this is still there', { thing });
  log.info('purged', { left: left.length });
  return left.length === 0 ? 0 : 1;
}, log);
