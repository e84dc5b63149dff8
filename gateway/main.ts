// `stile-gateway`: reads the command line and runs or joins; decides nothing.

import process from 'node:process';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { toWireError } from '../shared/errors/app-error.ts';
import { servedAt } from '../shared/node/endpoint.ts';
import { readInvitation } from '../shared/node/invitation.ts';
import { makeLog } from '../shared/node/log-sink.ts';
import { runToEnd, untilAborted } from '../shared/node/shutdown.ts';
import { keepBeating } from '../shared/node/supervision/keep-beating.ts';
import { supervisorFrom } from '../shared/node/supervision/supervisor.ts';
import { assertPinnedRuntime } from '../shared/node/tls/runtime.ts';
import { version } from '../shared/node/version.ts';
import { askItself } from './ask-itself.ts';
import { join } from './join/join.ts';
import { startGateway } from './start.ts';

const defaultData = '/var/lib/stile-gateway';
const log = makeLog({ program: 'stile-gateway' });

const program = new Command('stile-gateway')
  .description("Stile's access proxy: lets devices reach protected services for as long as their posture allows")
  .version(version);

program
  .command('run')
  .description('run the gateway until it is stopped; SIGHUP reads the configuration again')
  .requiredOption('--config <file>', 'the configuration, YAML in FortiOS vocabulary')
  .option('--data <directory>', 'where key and certificate are kept', defaultData)
  .option('--admin-socket <path>', 'the local admin socket', servedAt('gateway'))
  .action(run);

program
  .command('join')
  .description('join an EMS with an invitation, and wait until an administrator approves')
  .argument('<invitation>', 'the invitation, or - to read it from standard input')
  .option('--data <directory>', 'where key and certificate are kept', defaultData)
  .action(joinEms);

async function run(options: { config: string; data: string; adminSocket: string }): Promise<void> {
  assertPinnedRuntime();
  const supervisor = await supervisorFrom(process.env, log);
  process.exitCode = await runToEnd(
    async (signal, stack) => {
      const gateway = stack.use(
        await startGateway({
          configFile: options.config,
          dataDirectory: options.data,
          adminSocket: options.adminSocket,
          version,
          accessLog: null,
          log,
        }),
      );
      // Elsewhere a hang-up ends a program; a server reads its configuration again.
      process.removeAllListeners('SIGHUP');
      process.on('SIGHUP', () => void gateway.reload());
      const { adminSocket } = options;
      stack.use(keepBeating(supervisor, { place: adminSocket, ask: askItself(adminSocket), log }));
      await untilAborted(signal);
      supervisor.stopping();
      return 0;
    },
    log,
    supervisor.onStop,
  );
}

async function joinEms(argument: string, options: { data: string }): Promise<void> {
  assertPinnedRuntime();
  process.exitCode = await runToEnd(async (signal) => {
    if (argument !== '-')
      log.warn('the invitation is visible to other users of this machine; give it on standard input with -');
    try {
      const invitation = readInvitation(argument === '-' ? await text(process.stdin) : argument);
      const identity = await join({ invitation, directory: options.data, version, onPending: tellOnce() }, signal);
      log.info('joined', { gateway: identity.gatewayId, ems: identity.ems });
      return 0;
    } catch (error) {
      signal.throwIfAborted();
      const { code, message, next } = toWireError(error);
      log.error('joining failed', { code, why: message, next });
      return 1;
    }
  }, log);
}

function tellOnce(): (gateway: string, fingerprint: string) => void {
  let told = false;
  return (gateway, fingerprint) => {
    if (told) return;
    told = true;
    const approve = `stile ems gateways approve ${gateway} --names <dns-name> --sites <site>`;
    log.info('waiting for approval; compare the key fingerprint', { gateway, fingerprint, approve });
  };
}

await program.parseAsync();
