// Carries one local connection: finds a tunnel connection, opens a stream, and says why when that is refused.

import type { Socket } from 'node:net';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { DenialRecord } from '../../shared/agent/agent-state.ts';
import type { ProfileDestination } from '../../shared/ems/profile.ts';
import type { Logger } from '../../shared/log.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import type { TunnelConnection } from './connection.ts';
import { denialPage, looksLikeHttp } from './denial-page.ts';
import { UpgradeRefused } from './dial.ts';
import type { GatewayPool } from './pool.ts';
import type { Sessions } from './sessions.ts';
import { gather, join } from './stream.ts';

/** The client may still be sending its request; a reset now would take the page from it. */
const pageLingerMs = 1_000;

export interface CarryOptions {
  /** The gateways of this destination as they are now, in the order to try them. */
  readonly pools: () => readonly GatewayPool[];
  readonly osUser: string;
  readonly sessions: Sessions;
  readonly explain: (denial: Denial, destination: ProfileDestination) => readonly string[];
  readonly record: (kind: DenialRecord['kind'], denial: Denial) => void;
  readonly now: () => string;
  readonly log: Logger;
}

export async function carry(local: Socket, destination: ProfileDestination, options: CarryOptions): Promise<void> {
  const { host, port } = destination;
  const shown = `${host}:${port}`;
  const gathered = gather(local);
  // What the client has said already is read in the next turn of the loop: it travels with the OPEN. Nobody is waited for.
  await turn();
  await turn();
  try {
    const connection = await takePatiently(options.pools, local);
    if (local.destroyed) return connection.release();
    const session = options.sessions.begin(local, shown, options.osUser, options.now());
    join(
      local,
      gathered,
      connection,
      { destination: { host, port }, osUser: options.osUser },
      {
        opened: (requestId) => session.accepted(requestId),
        denied: (why, first) => refuse(local, destination, why, first, options),
        cut: (why) => {
          if (why !== null) options.record('cut', why);
        },
        ended: () => session.ended(),
      },
    );
  } catch (error) {
    if (error instanceof UpgradeRefused)
      return refuse(
        local,
        destination,
        { ...error.denial, destination: shown },
        gathered.chunks[0] ?? new Uint8Array(0),
        options,
      );
    options.log.warn('a connection found no gateway', { error });
    local.resetAndDestroy();
  }
}

/** What may pass by itself (a network that comes back, a gateway that hears of this device in a moment) is waited for, a little. */
const patienceTries = 10;
const patienceMs = 200;

async function takePatiently(pools: () => readonly GatewayPool[], local: Socket): Promise<TunnelConnection> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await takeFrom(pools());
    } catch (error) {
      const isFinal = error instanceof UpgradeRefused && !error.denial.retry;
      if (isFinal || tries === patienceTries || local.destroyed) throw error;
      await sleep(patienceMs);
    }
  }
}

/** A connection to the first gateway that has one to give. @throws what the last one said */
async function takeFrom(pools: readonly GatewayPool[]): Promise<TunnelConnection> {
  let cause: unknown = new Error('no gateway serves this destination');
  for (const pool of pools) {
    try {
      return await pool.take();
    } catch (error) {
      // A refusal is an answer: another gateway would give the same.
      if (error instanceof UpgradeRefused) throw error;
      cause = error;
    }
  }
  throw cause;
}

/** A browser gets a page, everybody else a reset. */
function refuse(
  local: Socket,
  destination: ProfileDestination,
  why: Denial,
  first: Uint8Array,
  options: CarryOptions,
): void {
  options.record('refused', why);
  if (destination.kind !== 'http' && !looksLikeHttp(first)) {
    local.resetAndDestroy();
    return;
  }
  local.resume();
  local.end(denialPage(why, options.explain(why, destination)), () => {
    setTimeout(() => local.destroy(), pageLingerMs);
  });
}
