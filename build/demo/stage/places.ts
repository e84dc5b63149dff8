// Decides where everything of one demo is: directories, sockets, addresses, ports.

import path from 'node:path';
import process from 'node:process';
import { type LocalProgram, servedAt } from '../../../shared/node/endpoint.ts';
import { stageNetwork } from './namespace.ts';
import { choosePort, type Listener, someoneServes } from './ports.ts';

export interface Places {
  readonly workspace: string;
  readonly data: { readonly ems: string; readonly gateway: string; readonly agent: string; readonly ssh: string };
  readonly log: (program: string) => string;
  readonly hostsFile: string;
  /** A file whose presence a posture rule asks for. */
  readonly marker: string;
  readonly gatewayFile: string;
  readonly emsFile: string;
  readonly agentFile: string;
  readonly sockets: Readonly<Record<LocalProgram, string>>;
  /** What another terminal must set to find the sockets; empty where they are the usual ones. */
  readonly exports: readonly string[];
  readonly ports: {
    readonly agent: number;
    readonly gateway: number;
    readonly public: number;
    readonly console: number;
    readonly proxy: number;
  };
  /** Null where there is no namespace: the services are on loopback then. */
  readonly namespace: string | null;
  /** Where the protected services listen; for crm and files the port is also the one people use. */
  readonly services: { readonly crm: Listener; readonly files: Listener; readonly names: Listener };
}

/** What listens on this machine's own network; what is in a namespace goes with it. */
export function listenersOf({ ports, services, namespace }: Places): readonly Listener[] {
  const own = Object.values(ports).map((port) => ({ address: host, port }));
  return namespace === null ? [...own, services.crm, services.files] : own;
}

/** The hosts file of this system. */
export const hostsPlace = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';

/** Loopback addresses of the agent; on one of them the port has to be free, so all of them are looked at through it. */
const agentSide = '127.235.0.1';

const host = '127.0.0.1';

export async function choosePlaces(workspace: string, namespace: string | null): Promise<Places> {
  const at = (name: string) => path.join(workspace, name);
  const sockets = {
    agent: await socketOf('agent', workspace),
    ems: await socketOf('ems', workspace),
    gateway: await socketOf('gateway', workspace),
  };
  const exports = (['agent', 'ems', 'gateway'] as const)
    .filter((program) => sockets[program] !== servedAt(program))
    .map((program) => `export STILE_${program.toUpperCase()}_SOCKET=${sockets[program]}`);
  return {
    workspace,
    data: { ems: at('ems'), gateway: at('gateway'), agent: at('agent'), ssh: at('ssh') },
    log: (program) => at(`${program}.log`),
    hostsFile: hostsPlace,
    marker: at('managed-by-corp'),
    gatewayFile: at('gateway.yaml'),
    emsFile: at('ems.json'),
    agentFile: at('agent.json'),
    sockets,
    exports,
    ports: await chooseOwnPorts(),
    namespace,
    services: await chooseServices(namespace),
  };
}

async function chooseOwnPorts(): Promise<Places['ports']> {
  const [agent, gateway, open, console, proxy] = await Promise.all([
    choosePort(host, [8013]),
    choosePort(host, [8014]),
    choosePort(host, [8015]),
    choosePort(host, [8443]),
    choosePort(host, [9443]),
  ]);
  return { agent, gateway, public: open, console, proxy };
}

/** The usual ports of the services, unless something on this machine has them for all addresses. */
async function chooseServices(namespace: string | null): Promise<Places['services']> {
  if (namespace !== null) {
    const crm = await choosePort(agentSide, [8080, 18_080, 18_081]);
    const files = await choosePort(agentSide, [22, 8022, 18_022]);
    return {
      crm: { address: stageNetwork.crm, port: crm },
      files: { address: stageNetwork.files, port: files },
      names: { address: stageNetwork.names, port: 53 },
    };
  }
  // The services themselves are on this machine: each needs a port of its own that the agent's address has free, too.
  const address = '127.0.0.1';
  const crm = await choosePort(address, [8080, 18_080, 18_081]);
  const files = await choosePort(address, [8022, 18_022]);
  const names = await choosePort(address, [18_053, 28_053]);
  return { crm: { address, port: crm }, files: { address, port: files }, names: { address, port: names } };
}

/** The usual place, unless somebody is there already or this user cannot use it. */
async function socketOf(program: LocalProgram, workspace: string): Promise<string> {
  const usual = servedAt(program);
  if (process.platform === 'win32') return usual;
  const mayMake = process.getuid?.() === 0 || (!usual.startsWith('/run/stile') && !usual.startsWith('/var/run/'));
  return mayMake && !(await someoneServes(usual)) ? usual : path.join(workspace, `${program}.sock`);
}
