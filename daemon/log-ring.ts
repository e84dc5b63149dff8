// Keeps the latest log lines for `stile logs`, and passes every line on.

import type { LogDestination } from '../shared/node/log-sink.ts';

export interface LogRing extends LogDestination {
  /** The latest lines, oldest first. */
  latest(count: number): string[];
}

export const keptLines = 2_000;

export function makeLogRing(next: LogDestination): LogRing {
  const lines: string[] = [];
  return {
    write(line) {
      lines.push(line.trimEnd());
      if (lines.length > keptLines) lines.splice(0, lines.length - keptLines);
      next.write(line);
    },
    latest: (count) => lines.slice(-count),
  };
}
