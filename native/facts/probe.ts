// The form of a probe: one question to the machine, answered by a reading.

import type { FactReading, UnknownReason } from '../../shared/posture/fact.ts';

/** Looks at a fact. May reject or overstay: the fact source turns both into unknown. */
export type Probe = (signal: AbortSignal) => Promise<FactReading>;

/** Looks at a fact about one thing: a path, a program's name. */
export type ProbeOf = (argument: string, signal: AbortSignal) => Promise<FactReading>;

/** One probe for each kind of fact. */
export interface ProbeTable {
  readonly osVersion: Probe;
  readonly file: ProbeOf;
  readonly runningProcess: ProbeOf;
  readonly ipAddresses: Probe;
  readonly firewall: Probe;
  readonly diskEncryption: Probe;
}

/** A reading that says why nothing is known. */
export function unknown(reason: UnknownReason): FactReading {
  return { kind: 'unknown', reason };
}

/** The error code of a failed system call; empty for anything else. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
