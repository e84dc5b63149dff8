// `stile-ems`: reads the command line and runs until stopped; decides nothing.

import process from 'node:process';
import { makeLog } from '../shared/node/log-sink.ts';
import { endWith, programOptions } from '../shared/node/program-options.ts';
import { runToEnd, untilAborted } from '../shared/node/shutdown.ts';
import { keepBeating } from '../shared/node/supervision/keep-beating.ts';
import { supervisorFrom } from '../shared/node/supervision/supervisor.ts';
import { assertPinnedRuntime } from '../shared/node/tls/runtime.ts';
import { askItself } from './ask-itself.ts';
import { readConfig } from './config.ts';
import { startEms } from './start.ts';

const help = `Usage: stile-ems [--config FILE] [--data DIRECTORY] [--admin-socket PATH]

Runs the endpoint management server until it is stopped. Without a configuration embedded defaults apply.

  --config FILE        a JSON object of settings, for example {"serverNames": ["ems.corp.test"]};
                       with "database": {"kind": "postgres", ...} the state is kept in PostgreSQL
  --data DIRECTORY     where embedded database and authorities are kept (/var/lib/stile-ems)
  --admin-socket PATH  the socket on which it is administered (/run/stile-ems/admin.sock)
  -h, --help           print this

Agents come to port 8013, gateways to 8014; revocation lists are served on 8015; the console is on 8443.
Administer it with: stile ems --help`;

const options = programOptions(process.argv.slice(2), {
  program: 'stile-ems',
  help,
  names: ['config', 'data', 'admin-socket'],
});
if (options.kind === 'end') process.exitCode = endWith(options);
else {
  const { config, data, 'admin-socket': adminSocket } = options.values;
  const log = makeLog({ program: 'stile-ems' });
  const supervisor = await supervisorFrom(process.env, log);
  process.exitCode = await runToEnd(
    async (signal, stack) => {
      assertPinnedRuntime();
      const over = {
        ...(data === undefined ? {} : { dataDirectory: data }),
        ...(adminSocket === undefined ? {} : { adminSocket }),
      };
      const ems = stack.use(await startEms({ config: await readConfig(config, over), log }));
      stack.use(keepBeating(supervisor, { place: ems.adminSocket, ask: askItself(ems.adminSocket), log }));
      await untilAborted(signal);
      supervisor.stopping();
      return 0;
    },
    log,
    supervisor.onStop,
  );
}
