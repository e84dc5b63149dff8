// Carries one admitted local connection: finds a gateway for it, and says so where none carries it.

import { setTimeout as delay } from 'node:timers/promises';
import type { ProfileDestination } from '../../shared/ems/profile.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import type { Opening } from '../../shared/tunnel/opening.ts';
import type { Hold } from '../sign-in/holds.ts';
import { denialAnswer, looksLikeHttp, looksLikeTls } from './denial-page.ts';
import { heldUntilSignedIn, needsSignIn } from './held.ts';
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
  /** Lets the connection wait until its user has signed in; null where it cannot. */
  hold(): Hold | null;
}

/** Ends when OPEN was answered or the local connection is over. @param waiting aborted when there is nothing to wait for any more */
export async function carry(
  stream: LocalStream,
  asked: Opening,
  destination: ProfileDestination,
  ports: CarryPorts,
  waiting: AbortController,
): Promise<void> {
  await clientHeard();
  const { signal } = waiting;
  const late = setTimeout(() => waiting.abort('too late'), waitMs);
  late.unref();
  let outcome = await tryPatiently(stream, asked, ports, signal).finally(() => clearTimeout(late));
  if (needsSignIn(outcome, stream)) {
    const again = () => tryPatiently(stream, asked, ports, AbortSignal.any([signal, AbortSignal.timeout(waitMs)]));
    outcome = await heldUntilSignedIn(outcome, stream, { hold: () => ports.hold(), again }, signal);
  }
  if (outcome.kind === 'over' || !stream.isHolding) return;
  const { why } = outcome;
  if (why !== null) ports.refused(why);
  if (why !== null && understandsHttp(stream.firstBytes, destination))
    stream.answer(denialAnswer(why, ports.explain(why), stream.firstBytes));
  else stream.reset();
}

/**
 * The first turn lets the kernel be asked, the second comes after it was: what the client has said already leaves with OPEN.
 * A client that says nothing is not waited for.
 */
function clientHeard(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

async function tryPatiently(
  stream: LocalStream,
  asked: Opening,
  ports: CarryPorts,
  waiting: AbortSignal,
): Promise<CarryOutcome> {
  let tried = await tryGateways(stream, asked, ports, waiting);
  for (const pauseMs of patienceMs) {
    if (!mayPass(tried, ports) || !stream.isHolding || !stream.canRepeat) break;
    await delay(pauseMs, undefined, { signal: waiting }).catch(() => undefined);
    tried = await tryGateways(stream, asked, ports, waiting);
  }
  return tried;
}

/** `over`: joined, or the local connection has gone. */
export type CarryOutcome = { readonly kind: 'over' } | { readonly kind: 'refused'; readonly why: Denial | null };

/** Gateways not known yet, and one that hears of this device in a moment, are waited for; a no and a dead one are not. */
function mayPass(outcome: CarryOutcome, ports: CarryPorts): boolean {
  return outcome.kind === 'refused' && (outcome.why === null ? ports.pools().length === 0 : outcome.why.retry);
}

/** Asks the gateways in turn, until one carries the stream or one's no is final. */
async function tryGateways(
  stream: LocalStream,
  asked: Opening,
  ports: CarryPorts,
  waiting: AbortSignal,
): Promise<CarryOutcome> {
  let why: Denial | null = null;
  for (const pool of firstThoseThatWork(ports.pools())) {
    const taken = pool.takeFree() ?? (await pool.take(waiting).catch(() => null));
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
    if (!isForOthersToSay(why) || !stream.canRepeat) break;
  }
  return { kind: 'refused', why };
}

/** What passes by itself; and a destination that this gateway does not know: of the users' own ones only some gateway does. */
function isForOthersToSay(why: Denial): boolean {
  return why.retry || why.code === '022';
}

function firstThoseThatWork(pools: readonly GatewayPool[]): readonly GatewayPool[] {
  return [...pools.filter((pool) => !pool.isFailing), ...pools.filter((pool) => pool.isFailing)];
}

function understandsHttp(first: Uint8Array, destination: ProfileDestination): boolean {
  return destination.kind === 'http' ? !looksLikeTls(first) : looksLikeHttp(first);
}
