// Starts the programs and services of the stage, each as soon as it can be.

import path from 'node:path';
import process from 'node:process';
import { agentContract } from '../../../shared/agent/agent-contract.ts';
import { emsAdminContract } from '../../../shared/ems/admin-contract.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { gatewayAdminContract } from '../../../shared/gateway/admin-contract.ts';
import type { LocalProgram } from '../../../shared/node/endpoint.ts';
import { connectLocal } from '../../../shared/node/local-socket/client.ts';
import type { Contract } from '../../../shared/wire/define-contract.ts';
import { decoyNames, names } from './configuration.ts';
import { inside, makeNamespace } from './namespace.ts';
import type { Places } from './places.ts';
import { answers } from './ports.ts';
import { type ProgramDied, type ProgramWorld, runProgram, startProgram } from './program.ts';
import { prepareSshd, sshTools } from './services/sshd.ts';
import { missingOf } from './tools.ts';

export interface Programs {
  readonly ems: Promise<void>;
  readonly agent: Promise<void>;
  /** The web application and the name server. */
  readonly services: Promise<void>;
  /** The SSH server; null where the machine has none. */
  readonly sshd: Promise<void> | null;
  /** Lets the gateway join: resolves when it was approved. */
  joinGateway(invitation: string): Promise<void>;
  startGateway(): Promise<void>;
  /** The process of a user whose home this is: it keeps the user's certificate. */
  startSession(home: string): Promise<void>;
  /** Starts one that has ended. */
  startAgain(program: LocalProgram): Promise<void>;
  /** Resolves when nothing is being started any more; never rejects. */
  settled(): Promise<void>;
}

/** Of a stage that stays empty. */
export function noPrograms(): Programs {
  const nobody = () => Promise.reject(new Error('this stage has no programs'));
  const never = new Promise<void>(() => undefined);
  return {
    ...{ ems: never, agent: never, services: never, sshd: null },
    ...{ joinGateway: nobody, startGateway: nobody, startSession: nobody, startAgain: nobody },
    settled: async () => undefined,
  };
}

const root = path.resolve(import.meta.dirname, '../../..');

/** EMS, services and agent start at once; the gateway when the story says so. */
export function startPrograms(places: Places, world: ProgramWorld, onDeath: (error: ProgramDied) => void): Programs {
  const { data, sockets, log } = places;
  const starting: Promise<void>[] = [];
  /** A failure is seen by whoever awaits it; nobody may, when another came first. */
  function own(promise: Promise<void>): Promise<void> {
    starting.push(promise.catch(() => undefined));
    return promise;
  }
  const env = {
    STILE_AGENT_SOCKET: sockets.agent,
    STILE_EMS_SOCKET: sockets.ems,
    STILE_GATEWAY_SOCKET: sockets.gateway,
  };
  const node = (program: string, ...args: readonly string[]) => [process.execPath, path.join(root, program), ...args];
  const common = (name: string) => ({ name, env, logFile: log(name), onDeath });
  const serving = (contract: Contract, socket: string) => () => serves(contract, socket);

  const network = own(places.namespace === null ? Promise.resolve() : makeNamespace(places.namespace));
  const within = (argv: readonly string[]) => (places.namespace === null ? argv : inside(places.namespace, argv));
  const { crm, files, names: dns } = places.services;

  const services = own(
    network.then(() =>
      startProgram(
        {
          ...common('services'),
          argv: within([
            ...node('build/demo/stage/services/main.ts', '--app', `${crm.address}:${crm.port}`),
            ...['--dns', `${dns.address}:${dns.port}`],
            ...['--name', `${names.crm}=${crm.address}`, '--name', `${names.files}=${files.address}`],
            ...Object.entries(decoyNames).flatMap(([name, address]) => ['--name', `${name}=${address}`]),
          ]),
          isReady: () => answers(crm.address, crm.port),
        },
        world,
      ),
    ),
  );

  async function startSshd(): Promise<void> {
    const [argv] = await Promise.all([prepareSshd(data.ssh, files.address, files.port), network]);
    const isReady = () => answers(files.address, files.port);
    await startProgram({ ...common('sshd'), argv: within(argv), isReady }, world);
  }

  const startEms = () =>
    own(
      startProgram(
        {
          ...common('ems'),
          argv: node('ems/main.ts', '--config', places.emsFile),
          isReady: serving(emsAdminContract, sockets.ems),
        },
        world,
      ),
    );

  const startAgent = () =>
    own(
      startProgram(
        {
          ...common('agent'),
          argv: node(
            'daemon/main.ts',
            ...['--config', places.agentFile, '--data', data.agent],
            ...['--hosts', places.hostsFile, '--socket', sockets.agent],
          ),
          isReady: serving(agentContract, sockets.agent),
        },
        world,
      ),
    );

  const startGateway = () =>
    own(
      startProgram(
        {
          ...common('gateway'),
          argv: node('gateway/main.ts', 'run', '--config', places.gatewayFile, '--data', data.gateway),
          isReady: serving(gatewayAdminContract, sockets.gateway),
        },
        world,
      ),
    );

  return {
    services,
    sshd: missingOf(sshTools) === null ? own(startSshd()) : null,
    ems: startEms(),
    agent: startAgent(),
    joinGateway: (invitation) =>
      own(
        runProgram(
          {
            ...common('gateway-join'),
            argv: node('gateway/main.ts', 'join', '-', '--data', data.gateway),
            input: invitation,
          },
          world,
        ),
      ),
    startGateway,
    startSession: (home) =>
      own(
        startProgram(
          {
            ...common('session'),
            env: { ...env, HOME: home },
            argv: node('cli/main.ts', 'session'),
            // How far it came is the agent's to tell.
            isReady: async () => true,
          },
          world,
        ),
      ),
    startAgain: (program) => ({ ems: startEms, agent: startAgent, gateway: startGateway })[program](),
    async settled() {
      await Promise.all(starting);
    },
  };
}

async function serves(contract: Contract, socket: string): Promise<boolean> {
  try {
    await using _client = await connectLocal(contract, socket, { timeoutMs: 2_000 });
    return true;
  } catch (error) {
    if (hasCode(error, 'socket-not-there')) return false;
    throw error;
  }
}
