// Keeps the connection to the daemon: finds it, tries again, and tells where the shell stands with it.

import { setTimeout as delay } from 'node:timers/promises';
import { type AgentContract, agentContract } from '../../shared/agent/agent-contract.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';
import type { LocalClient } from '../../shared/node/local-socket/client.ts';
import { connectFirst } from '../../shared/node/local-socket/connect-first.ts';
import type { LinkState } from '../../shared/shell/gui-state.ts';
import type { CommandInput, CommandName, CommandResult } from '../../shared/wire/define-contract.ts';
import { failureOf } from '../failure.ts';
import { firstLook, type LinkEvent, type LinkModel, reduceLink, retryDelayMs } from './link-state.ts';
import { type Patience, untilSilent, usualPatience } from './silence.ts';

export interface AgentLinkOptions {
  /** Where to look, in order. */
  readonly places: readonly string[];
  readonly log: Logger;
  readonly now: () => Date;
  /** How long to wait before the next try; shorter in tests. */
  readonly delayMs?: (model: LinkModel) => number;
  /** With a daemon that does not answer; shorter in tests. */
  readonly patience?: Patience;
  /** Told at every change, also with each snapshot of the daemon. */
  readonly onChange: (link: LinkState) => void;
}

export interface AgentLink extends AsyncDisposable {
  readonly current: LinkState;
  /** @throws AppError `socket-not-there` while there is no connection; those of the daemon */
  call<N extends CommandName<AgentContract>>(
    name: N,
    params: CommandInput<AgentContract, N>,
    signal?: AbortSignal,
  ): Promise<CommandResult<AgentContract, N>>;
}

/** Begins to look; runs until disposed. */
export function openAgentLink(options: AgentLinkOptions): AgentLink {
  const stop = new AbortController();
  const delayMs = options.delayMs ?? ((model: LinkModel) => retryDelayMs(model, Math.random()));
  const isoNow = () => options.now().toISOString();
  let model = firstLook(isoNow());
  let agent: LocalClient<AgentContract> | null = null;

  function happened(event: LinkEvent): void {
    const before = model.link;
    model = reduceLink(model, event);
    if (model.link.kind !== before.kind) options.log.info('link to the daemon', { state: model.link.kind });
    if (model.link !== before) options.onChange(model.link);
  }

  function lost(error: unknown): void {
    happened({ kind: 'lost', at: isoNow(), failure: failureOf(error) });
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        await using connection = await connectFirst(agentContract, options.places, {
          program: 'the agent daemon',
          signal: stop.signal,
        });
        agent = connection;
        const { product } = connection;
        connection.on('state', (state) => happened({ kind: 'told', product, agent: state }));
        // One that was disposed while this one was opened.
        if (stop.signal.aborted) return;
        const why = await endOf(connection, options.patience ?? usualPatience);
        agent = null;
        if (why !== null) lost(why);
      } catch (error) {
        agent = null;
        if (!stop.signal.aborted) lost(error);
      }
      await delay(delayMs(model), undefined, { signal: stop.signal }).catch(() => undefined);
    }
  }

  /** Why it ended; one that answers nothing any more has ended for us. */
  async function endOf(connection: LocalClient<AgentContract>, patience: Patience): Promise<AppError | null> {
    const watch = new AbortController();
    const silent = untilSilent((signal) => connection.call('traffic', {}, signal), patience, watch.signal);
    try {
      return await Promise.race([connection.closed, silent.then(() => notThere())]);
    } finally {
      watch.abort();
      await silent;
    }
  }

  const notThere = () =>
    new AppError('socket-not-there', { path: options.places[0] ?? '', program: 'the agent daemon' });

  const running = run();
  return {
    get current() {
      return model.link;
    },
    async call(name, params, signal) {
      if (agent === null) throw notThere();
      return await agent.call(name, params, signal);
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await agent?.[Symbol.asyncDispose]();
      await running;
    },
  };
}
