// A user's session beside a real agent and a real EMS, with stores in memory.

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runSession } from '../../../session/run.ts';
import { agentContract } from '../../../shared/agent/agent-contract.ts';
import type { StoreReport } from '../../../shared/agent/user-certificate.ts';
import { silentLog } from '../../../shared/log.ts';
import { connectLocal } from '../../../shared/node/local-socket/client.ts';
import { type UserStores, userStores } from '../../doubles/certificate-stores.ts';
import { type MovedClock, movedClock } from '../../doubles/moved-clock.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';
import { type AgentWorld, agentWorld } from '../daemon/agent-world.ts';

export interface SessionWorld extends AsyncDisposable {
  readonly ems: TestEms;
  readonly agent: AgentWorld;
  readonly stores: UserStores;
  /** Of the session alone. */
  readonly clock: MovedClock;
  /** The latest word of the session. */
  readonly report: () => StoreReport | null;
  until(fits: (report: StoreReport) => boolean): Promise<StoreReport>;
  stopSession(): Promise<void>;
  startSession(): void;
}

/** Whoever runs the tests, as the agent's platform calls them. */
export const osUser = 'tester';

export async function sessionWorld(over: Readonly<Record<string, unknown>> = {}): Promise<SessionWorld> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-session-'));
  const ems = await runningEms();
  const agent = await agentWorld(ems, over);
  const stores = userStores(path.join(directory, 'user'));
  const clock = movedClock();
  let latest: StoreReport | null = null;
  let stop = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const wakes = new Set<() => void>();

  function start(): void {
    stop = new AbortController();
    const options = {
      connect: (signal: AbortSignal) =>
        connectLocal(agentContract, path.join(agent.directory, 'run', 'agent.sock'), { signal }),
      stores,
      osUser,
      watched: () => [],
      clock,
      // Waits between tries are as short as they can be.
      random: () => 0,
      log: silentLog,
      lookMs: 50,
      onReport(report: StoreReport) {
        latest = report;
        for (const wake of wakes) wake();
      },
    };
    running = runSession(options, stop.signal);
  }

  async function end(): Promise<void> {
    stop.abort();
    await running;
  }

  start();
  return {
    ems,
    agent,
    stores,
    clock,
    report: () => latest,
    startSession: start,
    stopSession: end,
    async until(fits) {
      const limit = AbortSignal.timeout(20_000);
      for (;;) {
        if (latest !== null && fits(latest)) return latest;
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        wakes.add(resolve);
        const never = () => reject(new Error(`never: ${JSON.stringify(latest)}\n${agent.logs.join('')}`));
        limit.addEventListener('abort', never, { once: true });
        await promise.finally(() => wakes.delete(resolve));
        limit.removeEventListener('abort', never);
      }
    },
    async [Symbol.asyncDispose]() {
      await end();
      await agent[Symbol.asyncDispose]();
      await ems[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
