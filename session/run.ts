// Keeps one user's certificate where it belongs: looks, does what is due, tells the daemon, and waits for the next reason to look.

import type { AgentContract } from '../shared/agent/agent-contract.ts';
import type { AgentState } from '../shared/agent/agent-state.ts';
import type { StoreReport } from '../shared/agent/user-certificate.ts';
import { backoffDelayMs } from '../shared/backoff.ts';
import type { Clock } from '../shared/clock.ts';
import { toWireError } from '../shared/errors/app-error.ts';
import type { Logger } from '../shared/log.ts';
import type { LocalClient } from '../shared/node/local-socket/client.ts';
import { type KeyPair, newKeyPair } from '../shared/node/x509/keys.ts';
import { act, type Due } from './act.ts';
import { begin, isDue, type Life, reduce } from './life.ts';
import { type Look, look, type Stores } from './look.ts';
import { concerns } from './membership.ts';
import { reportOf } from './report.ts';
import { watchDirectories } from './watch.ts';

export interface SessionOptions {
  readonly connect: (signal: AbortSignal) => Promise<LocalClient<AgentContract>>;
  readonly stores: Stores;
  /** As the system calls the user that this process runs as. */
  readonly osUser: string;
  /** Directories in which places of browsers appear and go. */
  readonly watched: (seen: Look) => readonly string[];
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  /** How often to look where nothing announces a change; 30 s, shorter in tests. */
  readonly lookMs?: number;
  /** Told whenever it has changed. */
  readonly onReport: (report: StoreReport) => void;
}

/** Where nothing announces a change: a database that was emptied, a certificate whose time has come. */
const usualLookMs = 30_000;
/** While the daemon is away. */
const reconnect = { firstMs: 500, longestMs: 30_000 };

/** Runs until the signal fires; a daemon that goes away is waited for. */
export async function runSession(options: SessionOptions, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    try {
      await using agent = await options.connect(signal);
      failures = 0;
      await follow(agent, options, signal);
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      options.log.warn('the agent cannot be asked', { error });
    }
    await pause(backoffDelayMs(reconnect, failures + 1, options.random()), signal);
  }
}

/** Does all that can be done now, and tells how it stands. @throws AppError if the daemon cannot be asked */
export async function runOnce(options: SessionOptions, signal: AbortSignal): Promise<StoreReport> {
  await using agent = await options.connect(signal);
  const session = sessionOf(agent, options, signal);
  for await (const state of agent.events('state', AbortSignal.any([signal, AbortSignal.timeout(10_000)])))
    return (await session.settle(state)).report;
  throw new Error('the agent ended before it told its state');
}

async function follow(agent: LocalClient<AgentContract>, options: SessionOptions, signal: AbortSignal): Promise<void> {
  const session = sessionOf(agent, options, signal);
  const bell = new EventTarget();
  const ring = () => bell.dispatchEvent(new Event('look'));
  const lookMs = options.lookMs ?? usualLookMs;
  using watch = watchDirectories(ring);
  let state: AgentState | null = null;
  let isOver = false;
  const ended = agent.closed.then(() => {
    isOver = true;
    ring();
  });
  using _ = {
    [Symbol.dispose]: agent.on('state', (next) => {
      const isNews = state === null || concerns(state, options.osUser) !== concerns(next, options.osUser);
      state = next;
      if (isNews) ring();
    }),
  };
  while (!isOver && !signal.aborted) {
    // Whatever rings while we look is a reason to look again.
    const rung = nextOf(bell, signal);
    if (state === null) await rung.within(lookMs);
    else {
      const { life, seen } = await session.settle(state);
      if (watch.use(options.watched(seen))) continue;
      const waitMs = life.failures > 0 ? life.notBefore - options.clock.now() : lookMs;
      await rung.within(Math.min(lookMs, Math.max(0, waitMs)));
    }
  }
  if (isOver) await ended;
}

interface Settled {
  readonly life: Life;
  readonly seen: Look;
  readonly report: StoreReport;
}

function sessionOf(agent: LocalClient<AgentContract>, options: SessionOptions, signal: AbortSignal) {
  const { stores, osUser, clock, log } = options;
  let life = begin;
  let told = '';
  /** Made before it is needed for long, since asking may fail often; a certificate uses it up. */
  let keys: Promise<KeyPair> | null = null;
  const ports = {
    stores,
    osUser,
    now: () => clock.now(),
    keyPair() {
      keys ??= newKeyPair('rsa2048');
      return keys;
    },
    async request(csr: string) {
      const issued = await agent.call('userCertificate', { csr }, signal);
      keys = null;
      return issued;
    },
  };

  async function tell(report: StoreReport): Promise<void> {
    const text = JSON.stringify(report);
    if (text === told) return;
    told = text;
    options.onReport(report);
    // A user who may not use this device has nothing to tell either.
    await agent
      .call('tellStore', report, signal)
      .catch((error: unknown) => log.debug('the agent was not told', { error }));
  }

  return {
    /** Goes from state to state until there is nothing to do, or nothing that can be done now. */
    async settle(state: AgentState): Promise<Settled> {
      let tried = '';
      for (;;) {
        const seen = await look(stores, state, osUser, clock.now());
        life = reduce(life, { kind: 'seen', seen: seen.seen });
        const due = JSON.stringify(life.state);
        const isRepeated = due === tried;
        if (isRepeated && life.failures === 0) life = failed(life, 'what was done cannot be seen');
        const report = reportOf(life, seen);
        await tell(report);
        if (isRepeated || !isDue(life, clock.now()) || signal.aborted) return { life, seen, report };
        tried = due;
        try {
          await act(life.state as Due, seen, ports);
          life = reduce(life, { kind: 'done' });
        } catch (error) {
          if (signal.aborted) return { life, seen, report };
          log.warn('a step of the certificate failed', { step: life.state.kind, error });
          const { message, next } = toWireError(error);
          life = failed(life, `${message}. ${next}`);
        }
      }
    },
  };

  function failed(now: Life, trouble: string): Life {
    return reduce(now, { kind: 'failed', trouble, now: clock.now(), random: options.random() });
  }
}

/** The next ring of a bell, also one that comes before anybody waits for it. */
function nextOf(bell: EventTarget, signal: AbortSignal): { within(ms: number): Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const rung = () => resolve();
  bell.addEventListener('look', rung, { once: true });
  return {
    async within(ms) {
      const impatient = new AbortController();
      await Promise.race([promise, pause(ms, AbortSignal.any([signal, impatient.signal]))]);
      impatient.abort();
      bell.removeEventListener('look', rung);
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
