// A device with the real agent as a program of its own, in its own network, and the command line that people use.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { AgentState } from '../../../../shared/agent/agent-state.ts';
import type { DeviceId } from '../../../../shared/ids.ts';
import { deviceId } from '../../../../shared/ids.ts';
import { enrollAt, untilState } from '../../../doubles/lonely-daemon.ts';
import { at } from './network.ts';
import type { Organisation } from './organisation.ts';
import { type Outcome, type Running, type RunOptions, run, start } from './run.ts';

export interface Device extends AsyncDisposable {
  readonly socket: string;
  readonly agent: Running;
  /** Enrols, and waits until every destination has its name. */
  enroll(): Promise<DeviceId>;
  /** The first state for which the claim holds. */
  until(claim: (state: AgentState) => boolean): Promise<AgentState>;
  /** Runs a program on the device, to its end. */
  run(argv: readonly string[], options?: RunOptions): Promise<Outcome>;
  /** Starts a program on the device. */
  start(argv: readonly string[], options?: RunOptions): Running;
  /** The command line: `stile …`. */
  stile(...args: readonly string[]): Promise<Outcome>;
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
  const agent = start(at('device', [...program('daemon/main.ts'), '--config', configFile]), { env, limitMs: lifeMs });
  const runHere = (argv: readonly string[], options?: RunOptions) => run(at('device', argv), options);
  const device: Device = {
    socket,
    agent,
    until: (claim) => untilState(socket, claim),
    async enroll() {
      const { uid } = await enrollAt(socket, await organisation.invitation());
      await device.until(({ destinations }) => destinations.length > 0 && destinations.every(isPublished));
      await organisation.knows(deviceId.parse(uid));
      return deviceId.parse(uid);
    },
    run: runHere,
    start: (argv, options) => start(at('device', argv), options),
    stile: (...args) => runHere([...program('cli/main.ts'), ...args], { env: { STILE_AGENT_SOCKET: socket } }),
    async [Symbol.asyncDispose]() {
      agent.child.kill('SIGTERM');
      await agent.ended;
    },
  };
  await agent.says('the agent is up');
  return device;
}

/** The name leads to the agent, by the hosts file. */
export function isPublished({ state }: AgentState['destinations'][number]): boolean {
  return state.kind === 'published' && state.hosts;
}
