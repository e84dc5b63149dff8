// Runs one EMS alone as a real program, in a place of its own: starts it, ends it, starts it again, and cleans up whatever happens.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { cleanUp } from '../../build/demo/stage/clean-up.ts';
import { journalPlace } from '../../build/demo/stage/journal.ts';
import { hostsPlace } from '../../build/demo/stage/places.ts';
import { choosePort } from '../../build/demo/stage/ports.ts';
import { postWatch } from '../../build/demo/stage/post-watch.ts';
import { endProcesses, type KnownProcess } from '../../build/demo/stage/processes.ts';
import { startProgram } from '../../build/demo/stage/program.ts';
import { repairByJournal } from '../../build/demo/stage/repair.ts';
import { makeWorkspace, removeWorkspace } from '../../build/demo/stage/workspace.ts';
import { troubleOf } from '../../build/demo/summary.ts';
import { type EmsAdminContract, emsAdminContract } from '../../shared/ems/admin-contract.ts';
import { hasCode } from '../../shared/errors/app-error.ts';
import { connectLocal, type LocalClient } from '../../shared/node/local-socket/client.ts';

export interface LoneEms extends AsyncDisposable {
  readonly workspace: string;
  readonly pid: number;
  /** host:port for agents, and for gateways. */
  readonly addresses: { readonly agent: string; readonly gateway: string };
  /** Connected anew after every start. */
  readonly admin: LocalClient<EmsAdminContract>;
  /** Ends it as a service manager does. */
  stop(): Promise<void>;
  /** Starts it (again), with other settings if some are given; resolves when it serves. */
  start(settings?: Readonly<Record<string, unknown>>): Promise<void>;
}

const host = '127.0.0.1';
const program = path.resolve(import.meta.dirname, '../../ems/main.ts');

/** @param options.signal fires when it is to end @param options.onDeath it ended though nobody asked it to */
export async function openLoneEms(options: {
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  readonly onDeath: (error: Error) => void;
}): Promise<LoneEms> {
  const { signal, say } = options;
  const before = await repairByJournal(journalPlace(), say);
  if (before.kind === 'runs-already') throw new Error(`a demo runs already (process ${before.pid}); end it first`);
  const workspace = makeWorkspace();
  const at = (name: string) => path.join(workspace, name);
  const sockets = { agent: at('agent.sock'), ems: at('ems.sock'), gateway: at('gateway.sock') };
  const places = { workspace, namespace: null, hostsFile: hostsPlace, sockets, data: { agent: at('agent') } };
  const { journal, guardian } = await postWatch(places).catch((error: unknown) => {
    removeWorkspace(workspace);
    throw error;
  });
  const ports = {
    agent: await choosePort(host, [8013]),
    gateway: await choosePort(host, [8014]),
    public: await choosePort(host, [8015]),
    console: await choosePort(host, [8443]),
  };
  let running: { readonly ending: AbortController; readonly admin: LocalClient<EmsAdminContract> } | null = null;
  mkdirSync(at('ems'), { mode: 0o700 });

  async function start(settings: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const file = at('ems.json');
    const listeners = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, { host, port }]));
    const whole = {
      dataDirectory: at('ems'),
      adminSocket: sockets.ems,
      serverNames: [host],
      ...listeners,
      ...settings,
    };
    writeFileSync(file, JSON.stringify(whole), { mode: 0o600 });
    const ending = new AbortController();
    const isReady = () => serves(sockets.ems);
    const plan = {
      name: 'ems',
      argv: [process.execPath, program, '--config', file],
      logFile: at('ems.log'),
      isReady,
      onDeath: options.onDeath,
    };
    const started = (known: KnownProcess) => journal.note(({ processes }) => processes.push(known));
    await startProgram(plan, { workspace, started, signal: AbortSignal.any([signal, ending.signal]) });
    running = { ending, admin: await connectLocal(emsAdminContract, sockets.ems, { signal }) };
  }

  async function stop(): Promise<void> {
    const { ending, admin } = alive();
    running = null;
    ending.abort(new Error('it is being stopped'));
    await admin[Symbol.asyncDispose]();
    await endProcesses(journal.entries.processes, 10_000);
  }

  function alive(): NonNullable<typeof running> {
    signal.throwIfAborted();
    if (running === null) throw new Error('the EMS does not run');
    return running;
  }

  return {
    workspace,
    addresses: { agent: `${host}:${ports.agent}`, gateway: `${host}:${ports.gateway}` },
    get pid() {
      alive();
      return journal.entries.processes.at(-1)?.pid ?? 0;
    },
    get admin() {
      return alive().admin;
    },
    start,
    stop,
    async [Symbol.asyncDispose]() {
      running?.ending.abort(new Error('it is over'));
      await running?.admin[Symbol.asyncDispose]();
      const { processesLeft, things } = await cleanUp(journal.entries);
      journal.remove();
      await guardian.dismiss();
      for (const trouble of troubleOf({ hostsRestored: true, processesLeft, left: things })) say(trouble);
    },
  };
}

async function serves(socket: string): Promise<boolean> {
  try {
    await using _client = await connectLocal(emsAdminContract, socket, { timeoutMs: 2_000 });
    return true;
  } catch (error) {
    if (hasCode(error, 'socket-not-there')) return false;
    throw error;
  }
}
