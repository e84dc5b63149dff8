// The form of a probe: one question to the machine, answered by a reading.

import { assertNever } from '../../shared/assert-never.ts';
import type { FactReading, UnknownReason } from '../../shared/posture/fact.ts';
import type { ToolOutcome } from '../exec.ts';

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

/** What is known after a tool that came to no answer: nothing, and why. */
export function unknownAfter(outcome: Exclude<ToolOutcome, { kind: 'exited' }>): FactReading {
  switch (outcome.kind) {
    case 'missing':
      return unknown('not-available');
    case 'not-permitted':
      return unknown('not-permitted');
    case 'timed-out':
    case 'aborted':
      return unknown('timed-out');
    case 'output-too-large':
    case 'signalled':
    case 'failed':
      return unknown('unreadable');
    default:
      return assertNever(outcome);
  }
}

/** The error code of a failed system call; empty for anything else. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
