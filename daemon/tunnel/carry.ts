// Carries one admitted local connection: finds a gateway for it, and says so where none carries it.

import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { ProfileDestination } from '../../shared/ems/profile.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import type { Opening } from '../../shared/tunnel/opening.ts';
import { denialAnswer, looksLikeHttp, looksLikeTls } from './denial-page.ts';
import type { GatewayPool } from './pool.ts';
import type { LocalStream } from './stream.ts';

/** A stream waits this long for a connection. */
const waitMs = 10_000;

/** What may pass by itself is tried again after these pauses. */
const patienceMs = [200, 600] as const;

export interface CarryPorts {
  /** The pools of the destination's gateways, in its order. */
  pools(): readonly GatewayPool[];
  refused(why: Denial): void;
  explain(why: Denial): readonly string[];
}

/** Ends when OPEN was answered or the local connection is over. @param gone aborted when the local connection has closed */
export async function carry(
  stream: LocalStream,
  asked: Opening,
  destination: ProfileDestination,
  ports: CarryPorts,
  gone: AbortSignal,
): Promise<void> {
  // The first turn lets the kernel be asked, the second comes after it was: what the client has said already leaves with
  // OPEN. A client that says nothing is not waited for.
  await nextTurn();
  await nextTurn();
  const outcome = await within(waitMs, gone, async (signal) => {
    let tried = await tryGateways(stream, asked, ports, signal);
    for (const pauseMs of patienceMs) {
      if (!mayPass(tried, ports) || !stream.isHolding || !stream.canRepeat) break;
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      tried = await tryGateways(stream, asked, ports, signal);
    }
    return tried;
  });
  if (outcome.kind === 'over' || !stream.isHolding) return;
  const { why } = outcome;
  if (why !== null) ports.refused(why);
  if (why !== null && understandsHttp(stream.firstBytes, destination))
    stream.answer(denialAnswer(why, ports.explain(why), stream.firstBytes));
  else stream.reset();
}

/** `AbortSignal.timeout` would keep its timer for all of the time, for every stream that began and ended in it. */
async function within<T>(ms: number, gone: AbortSignal, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ms);
  timer.unref();
  try {
    return await act(AbortSignal.any([gone, late.signal]));
  } finally {
    clearTimeout(timer);
  }
}

/** `over`: joined, or the local connection has gone. */
type Outcome = { readonly kind: 'over' } | { readonly kind: 'refused'; readonly why: Denial | null };

/** Gateways not known yet, and one that hears of this device in a moment, are waited for; a no and a dead one are not. */
function mayPass(outcome: Outcome, ports: CarryPorts): boolean {
  return outcome.kind === 'refused' && (outcome.why === null ? ports.pools().length === 0 : outcome.why.retry);
}

/** Asks the gateways in turn, until one carries the stream or one's no is final. */
async function tryGateways(
  stream: LocalStream,
  asked: Opening,
  ports: CarryPorts,
  signal: AbortSignal,
): Promise<Outcome> {
  let why: Denial | null = null;
  for (const pool of firstThoseThatWork(ports.pools())) {
    const taken = await pool.take(signal).catch(() => null);
    if (taken === null || !stream.isHolding) {
      if (taken?.kind === 'taken') taken.connection.destroy();
      break;
    }
    if (taken.kind === 'failed') {
      why =
        taken.denial === null
          ? why
          : { ...taken.denial, destination: `${asked.destination.host}:${asked.destination.port}` };
      continue;
    }
    const outcome = await stream.attach(taken.connection, asked);
    if (outcome.kind === 'over') return outcome;
    why = outcome.why;
    if (!why.retry || !stream.canRepeat) break;
  }
  return { kind: 'refused', why };
}

function firstThoseThatWork(pools: readonly GatewayPool[]): readonly GatewayPool[] {
  return [...pools.filter((pool) => !pool.isFailing), ...pools.filter((pool) => pool.isFailing)];
}

function understandsHttp(first: Uint8Array, destination: ProfileDestination): boolean {
  return destination.kind === 'http' ? !looksLikeTls(first) : looksLikeHttp(first);
}
