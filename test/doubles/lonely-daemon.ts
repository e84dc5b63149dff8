// A daemon alone in a directory of its own, in this process or in one that can be killed.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { config } from '../../daemon/config.ts';
import { makeLogRing } from '../../daemon/log-ring.ts';
import { type RunningDaemon, startDaemon } from '../../daemon/start.ts';
import type { Saved } from '../../daemon/state/saved.ts';
import { platformFor } from '../../native/platform.ts';
import { agentContract } from '../../shared/agent/agent-contract.ts';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { connectLocal } from '../../shared/node/local-socket/client.ts';
import { makeLog } from '../../shared/node/log-sink.ts';
import { savedOf } from './saved-of.ts';

const root = path.join(import.meta.dirname, '../..');

/** What a hosts file may hold that is easily broken: Latin-1, two line ends, none at the end. */
const foreign = Buffer.from('127.0.0.1 localhost\r\n# caf\xe9\n192.0.2.1\tother.test', 'latin1');

export interface LonelyDaemon extends AsyncDisposable {
  readonly directory: string;
  readonly socket: string;
  /** Lines of its log, as written; not of one that runs as a program of its own. */
  readonly log: readonly string[];
  /** The hosts file as it is now. */
  hosts(): Promise<string>;
  /** The hosts file as it was at first. */
  readonly untouched: string;
  /** What the agent has saved, and a way to change it while it does not run. */
  saved(): Promise<Saved>;
  save(state: unknown): Promise<void>;
  /** Changes its settings, from its next start on. */
  set(settings: Readonly<Record<string, unknown>>): Promise<void>;
  start(): Promise<RunningDaemon>;
  /** Starts it as a program of its own; `script` is daemon/main.ts unless given. */
  spawn(script?: string, environment?: Readonly<Record<string, string>>, stderr?: 'ignore' | 'pipe'): ChildProcess;
}

/** Nothing is started yet; children that still run at the end are killed. */
export async function lonelyDaemon(): Promise<LonelyDaemon> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-agent-'));
  const hosts = path.join(directory, 'hosts');
  await writeFile(hosts, foreign);
  let settings = {
    dataDirectory: path.join(directory, 'data'),
    socket: path.join(directory, 'run', 'agent.sock'),
    hostsFile: hosts,
    browserPolicyRoot: path.join(directory, 'root'),
    loopbackRange: '127.237.0.0/16',
  };
  const configFile = path.join(directory, 'agent.json');
  await writeFile(configFile, JSON.stringify(settings));
  const children: ChildProcess[] = [];
  const log: string[] = [];
  return {
    directory,
    log,
    socket: settings.socket,
    untouched: foreign.toString('latin1'),
    hosts: () => readFile(hosts, 'latin1'),
    saved: async () => (await savedOf(settings.dataDirectory)).current,
    save: (state) => writeFile(path.join(settings.dataDirectory, 'agent.json'), JSON.stringify(state)),
    async set(changed) {
      settings = { ...settings, ...changed };
      await writeFile(configFile, JSON.stringify(settings));
    },
    start: () =>
      startDaemon({
        config: config.parse(settings),
        platform: platformFor(process.platform),
        log: makeLog({ program: 'agent', level: 'debug', destination: { write: (line) => void log.push(line) } }),
        logRing: makeLogRing({ write: () => undefined }),
        // Waits between tries are as short as they can be.
        random: () => 0.05,
      }),
    spawn(script = 'daemon/main.ts', environment = {}, stderr = 'ignore') {
      const args = [path.join(root, script), '--config', configFile];
      const env = { ...process.env, ...environment };
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', stderr], env });
      children.push(child);
      return child;
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) await ended(child, 'SIGKILL');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Ends a child, if it has not ended yet, and tells its exit status; null if a signal ended it. */
export async function ended(child: ChildProcess, signal?: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit');
    if (signal !== undefined) child.kill(signal);
    await exit;
  }
  return child.exitCode;
}

/** The first state of the agent at this socket for which the claim holds. */
export async function untilState(socket: string, claim: (state: AgentState) => boolean): Promise<AgentState> {
  const signal = AbortSignal.timeout(15_000);
  await using agent = await connectLocal(agentContract, socket, { signal });
  for await (const state of agent.events('state', signal)) if (claim(state)) return state;
  throw new Error('the agent ended first');
}

/** Enrols the agent at this socket. */
export async function enrollAt(
  socket: string,
  invitation: string,
): Promise<{ readonly uid: string; readonly serial: string }> {
  await using agent = await connectLocal(agentContract, socket);
  const { fabricCa } = await agent.call('inspectInvitation', { invitation });
  return await agent.call('enroll', { invitation, consent: { fabricCa } });
}
