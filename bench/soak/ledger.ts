// Writes down what was done and what was seen, and what of it must not be; the last lines are for whoever replays it.

import { after, beginning, type Deed, type Standing } from './model.ts';

export interface Violation {
  /** Seconds since the beginning. */
  readonly atSeconds: number;
  readonly round: number;
  readonly what: string;
}

export interface Ledger {
  /** Milliseconds of the one clock of a soak. */
  readonly now: () => number;
  readonly standing: () => Standing;
  readonly did: (deed: WithoutTime<Deed>) => void;
  readonly note: (line: string) => void;
  readonly violated: (what: string) => void;
  readonly beginRound: (round: number) => void;
  readonly violations: readonly Violation[];
  readonly lastLines: () => readonly string[];
}

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;

const keptLines = 60;
/** One fault can be seen by every client many times over. */
const mostViolations = 200;

export function openLedger(now: () => number = () => performance.now()): Ledger {
  const began = now();
  let standing = beginning;
  let round = 0;
  const lines: string[] = [];
  const violations: Violation[] = [];

  function note(line: string): void {
    lines.push(`${((now() - began) / 1_000).toFixed(3)} round ${round}: ${line}`);
    if (lines.length > keptLines) lines.shift();
  }

  return {
    now,
    standing: () => standing,
    did(deed) {
      standing = after(standing, { ...deed, at: now() } as Deed);
      note(Object.values(deed).join(' '));
    },
    note,
    violated(what) {
      note(`VIOLATION ${what}`);
      if (violations.length < mostViolations)
        violations.push({ atSeconds: Math.round((now() - began) / 100) / 10, round, what });
    },
    beginRound(next) {
      round = next;
    },
    violations,
    lastLines: () => lines,
  };
}
