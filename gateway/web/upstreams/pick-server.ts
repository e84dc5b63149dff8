// Picks one of the servers that may be used, by the load-balancing method. No clock, no I/O.

import { createHash } from 'node:crypto';
import { assertNever } from '../../../shared/assert-never.ts';
import type { ApiGateway, RealServer } from '../../config/web-schema.ts';

export type Method = ApiGateway['ldb-method'];

/** A server as methods see it. */
export interface Candidate {
  readonly server: RealServer;
  /** Same server, same key; also after a reload. */
  readonly key: string;
  readonly sessions: number;
  /** Null: not measured lately. */
  readonly rttMs: number | null;
  /** How far ahead of its share it is; see `weighted`. */
  readonly credit: number;
}

export interface PickQuestion {
  readonly host: string;
  /** Of the client. */
  readonly address: string;
  /** Picks so far. */
  readonly turn: number;
}

/** Null: none of them is meant. */
export function pickServer<C extends Candidate>(
  method: Method,
  candidates: readonly C[],
  { host, address, turn }: PickQuestion,
): C | null {
  // Of one there is nothing to choose; only by its host it may be meant or not.
  if (candidates.length <= 1 && method !== 'http-host') return candidates[0] ?? null;
  const rotated = [...candidates.slice(turn % candidates.length), ...candidates.slice(0, turn % candidates.length)];
  switch (method) {
    // The same client comes to the same server; when one goes, only its own clients move (rendezvous hashing).
    case 'static':
      return least(candidates, (entry) => -score(address, entry.key));
    case 'round-robin':
      return rotated[0] ?? null;
    case 'weighted':
      return least(candidates, (entry) => -(entry.credit + entry.server.weight));
    case 'least-session':
      return least(rotated, (entry) => entry.sessions);
    // One that was not measured lately is measured by being used.
    case 'least-rtt':
      return least(rotated, (entry) => entry.rttMs ?? -1);
    case 'first-alive':
      return candidates[0] ?? null;
    case 'http-host':
      return candidates.find((entry) => entry.server['http-host']?.toLowerCase() === host) ?? null;
    default:
      return assertNever(method);
  }
}

/**
 * The credits after a pick: everybody gets its weight, and the one picked pays them all. In every run of as many picks as
 * the weights' sum each is picked exactly by its weight, and never in one block.
 */
export function creditsAfter(candidates: readonly Candidate[], picked: Candidate): ReadonlyMap<string, number> {
  const sum = candidates.reduce((total, entry) => total + entry.server.weight, 0);
  return new Map(
    candidates.map((entry) => [entry.key, entry.credit + entry.server.weight - (entry === picked ? sum : 0)]),
  );
}

/** The first with the least value. */
function least<C>(candidates: readonly C[], rank: (candidate: C) => number): C | null {
  let best: C | null = null;
  let bestValue = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const value = rank(candidate);
    if (value < bestValue) [best, bestValue] = [candidate, value];
  }
  return best;
}

function score(address: string, key: string): number {
  return createHash('sha256').update(`${address}\n${key}`).digest().readUInt32BE(0);
}
