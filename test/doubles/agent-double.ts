// A daemon for shells: the real contract on a real local socket, with whatever state a test or a picture wants it to have.

import path from 'node:path';
import { agentContract } from '../../shared/agent/agent-contract.ts';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { silentLog } from '../../shared/log.ts';
import { rootOrSelf } from '../../shared/node/local-socket/authorize.ts';
import { type LocalServer, serveLocal } from '../../shared/node/local-socket/server.ts';
import { type DoubleAnswers, doubleHandlers, usualAnswers } from './agent-double-handlers.ts';

export interface AgentDouble extends AsyncDisposable {
  readonly socket: string;
  readonly state: AgentState;
  /** What it answers besides what follows from the state; may be changed at any time. */
  readonly answers: DoubleAnswers;
  /** The commands that came, in their order. */
  readonly called: readonly { readonly command: string; readonly params: unknown }[];
  /** Tells everybody a new state, one revision later. */
  become(state: AgentState): void;
  /** The same with only some of it changed. */
  change(over: Partial<AgentState>): void;
  /** Takes its socket away with every connection, as a daemon that ends. */
  stop(): Promise<void>;
  /** Serves again; as another release if a version is given. */
  start(version?: number): Promise<void>;
}

/** Serves at `<directory>/agent.sock` from the start; `now` dates what it makes up. */
export async function agentDouble(
  directory: string,
  first: AgentState,
  now: () => Date = () => new Date(),
): Promise<AgentDouble> {
  const socket = path.join(directory, 'agent.sock');
  const answers = usualAnswers(now());
  const called: { command: string; params: unknown }[] = [];
  let state = first;
  let server: LocalServer<typeof agentContract> | null = null;

  function become(next: AgentState): void {
    state = { ...next, revision: state.revision + 1 };
    server?.publish('state', state);
  }

  async function start(version: number = agentContract.version): Promise<void> {
    // The double's own hello says which release it pretends to be; its table is the real one.
    server = await serveLocal(
      { ...agentContract, version },
      {
        path: socket,
        mode: 0o600,
        product: `stile-agent ${state.agentVersion}`,
        handlers: doubleHandlers({
          now,
          answers,
          get state() {
            return state;
          },
          become,
          heard: (command, params) => called.push({ command, params }),
        }),
        authorize: rootOrSelf,
        snapshot: () => ({ state }),
        log: silentLog,
      },
    );
  }

  async function stop(): Promise<void> {
    await server?.[Symbol.asyncDispose]();
    server = null;
  }

  await start();
  return {
    socket,
    answers,
    called,
    get state() {
      return state;
    },
    become,
    change: (over) => become({ ...state, ...over }),
    stop,
    start,
    [Symbol.asyncDispose]: stop,
  };
}
