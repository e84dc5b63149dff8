// `stile-ems`: reads the command line and runs until stopped; decides nothing.

import process from 'node:process';
import { parseArgs } from 'node:util';
import { makeLog } from '../shared/node/log-sink.ts';
import { runToEnd, untilAborted } from '../shared/node/shutdown.ts';
import { assertPinnedRuntime } from '../shared/node/tls/runtime.ts';
import { readConfig } from './config.ts';
import { startEms } from './start.ts';

const help = `Usage: stile-ems [--config FILE] [--data DIRECTORY] [--admin-socket PATH]

Runs the endpoint management server. The configuration is a JSON object; without one, embedded defaults apply:
agents on port 8013, gateways on 8014, certificates and revocation lists on 8015. Administer it with: stile ems --help`;

const { values } = parseArgs({
  options: {
    config: { type: 'string' },
    data: { type: 'string' },
    'admin-socket': { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
const log = makeLog({ program: 'stile-ems' });

async function run(signal: AbortSignal, stack: AsyncDisposableStack): Promise<number> {
  assertPinnedRuntime();
  const over = {
    ...(values.data === undefined ? {} : { dataDirectory: values.data }),
    ...(values['admin-socket'] === undefined ? {} : { adminSocket: values['admin-socket'] }),
  };
  stack.use(await startEms({ config: await readConfig(values.config, over), log }));
  await untilAborted(signal);
  return 0;
}

if (values.help === true) process.stdout.write(`${help}\n`);
else process.exitCode = await runToEnd(run, log);
