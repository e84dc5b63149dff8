// A device with the real agent as a program of its own, in its own network, and what people do there.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { agentContract } from '../../../../shared/agent/agent-contract.ts';
import type { AgentState } from '../../../../shared/agent/agent-state.ts';
import { type DeviceId, deviceId } from '../../../../shared/ids.ts';
import { connectLocal } from '../../../../shared/node/local-socket/client.ts';
import { enrollAt, untilState } from '../../../doubles/lonely-daemon.ts';
import { at } from './network.ts';
import type { Organisation } from './organisation.ts';
import { type Outcome, type Running, type RunOptions, run, start } from './run.ts';

export interface Device extends AsyncDisposable {
  readonly socket: string;
  readonly agent: Running;
  /** Stops the agent and starts it again, with something else in its environment. */
  restart(env: Readonly<Record<string, string>>): Promise<void>;
  /** Enrols, and waits until every destination has its name. */
  enroll(): Promise<DeviceId>;
  /** Unenrols. */
  leave(): Promise<void>;
  /** The first state for which the claim holds. */
  until(claim: (state: AgentState) => boolean): Promise<AgentState>;
  /** Runs a program on the device, to its end. */
  run(argv: readonly string[], options?: RunOptions): Promise<Outcome>;
  /** Starts a program on the device. */
  start(argv: readonly string[], options?: RunOptions): Running;
  /** What `stile doctor` shows, without its form. */
  doctor(): Promise<string>;
}

const root = path.join(import.meta.dirname, '../../../..');
const lifeMs = 200_000;

/** @param env what the agent's environment holds besides; a clock of its own, for instance */
export async function openDevice(
  directory: string,
  organisation: Organisation,
  env: Readonly<Record<string, string>> = {},
): Promise<Device> {
  const socket = path.join(directory, 'agent.sock');
  const configFile = path.join(directory, 'agent.json');
  const dataDirectory = path.join(directory, 'agent');
  await mkdir(dataDirectory, { mode: 0o700 });
  await writeFile(configFile, JSON.stringify({ dataDirectory, socket, hostsFile: '/etc/hosts' }));
  const program = (file: string) => [process.execPath, path.join(root, file)];
  const begin = async (over: Readonly<Record<string, string>>) => {
    const argv = at('device', [...program('daemon/main.ts'), '--config', configFile]);
    const started = start(argv, { env: over, limitMs: lifeMs });
    await started.says('the agent is up');
    return started;
  };
  const end = async () => {
    agent.child.kill('SIGTERM');
    await agent.ended;
  };
  let agent = await begin(env);
  const runHere = (argv: readonly string[], options?: RunOptions) => run(at('device', argv), options);
  const device: Device = {
    socket,
    get agent() {
      return agent;
    },
    async restart(over) {
      await end();
      agent = await begin(over);
    },
    until: (claim) => untilState(socket, claim),
    async enroll() {
      const { uid } = await enrollAt(socket, await organisation.invitation());
      await device.until(({ destinations }) => destinations.length > 0 && destinations.every(isPublished));
      await organisation.knows(deviceId.parse(uid));
      return deviceId.parse(uid);
    },
    async leave() {
      await using client = await connectLocal(agentContract, socket);
      await client.call('unenroll', {});
    },
    run: runHere,
    start: (argv, options) => start(at('device', argv), options),
    async doctor() {
      await using client = await connectLocal(agentContract, socket);
      const { findings } = await client.call('doctor', {});
      return findings.map((each) => Object.values(each).join(' · ')).join('\n');
    },
    [Symbol.asyncDispose]: end,
  };
  return device;
}

/** The name leads to the agent, by the hosts file. */
export function isPublished({ state }: AgentState['destinations'][number]): boolean {
  return state.kind === 'published' && state.hosts;
}
