// The agent's log as lines for people, and which of them are shown or copied; pure.

import { z } from 'zod';
import { shownText } from '../../shared/shell/shown-text.ts';

export const logLevels = ['all', 'warn', 'error'] as const;
export type LogLevelChoice = (typeof logLevels)[number];

export interface LogLine {
  /** As the agent wrote it. */
  readonly raw: string;
  /** The time of day, to the second, in UTC as the log has it; empty where it tells none. */
  readonly at: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error' | null;
  /** The phrase and its fields on one line. */
  readonly text: string;
  /** What the filter looks into, in small letters. */
  readonly haystack: string;
}

const written = z.looseObject({ level: z.string(), time: z.string(), msg: z.string() });
const known = z.enum(['debug', 'info', 'warn', 'error']).nullable().catch(null);
const mostShown = 2_000;

/** What is not of the log's own form stands as it came. */
export function logLine(raw: string): LogLine {
  const parsed = written.safeParse(jsonOf(raw));
  const haystack = raw.toLowerCase();
  if (!parsed.success) return { raw, at: '', level: null, text: shownText(raw, mostShown), haystack };
  const { level, time, msg, program: _program, ...fields } = parsed.data;
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return {
    raw,
    at: shownText(time.slice(11, 19), 8),
    level: known.parse(level),
    text: shownText([msg, ...rest].join(' '), mostShown),
    haystack,
  };
}

/** Each word of the text has to be found. */
export function chosenLines(lines: readonly LogLine[], text: string, level: LogLevelChoice): readonly LogLine[] {
  const sought = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return lines.filter(
    (line) =>
      (level === 'all' || line.level === 'error' || (level === 'warn' && line.level === 'warn')) &&
      sought.every((word) => line.haystack.includes(word)),
  );
}

export interface CopiedLines {
  readonly text: string;
  readonly count: number;
}

/** The newest lines that fit together into so many characters. */
export function fittingLines(lines: readonly LogLine[], most: number): CopiedLines {
  let length = 0;
  let first = lines.length;
  for (const { raw } of lines.toReversed()) {
    length += raw.length + 1;
    if (length > most) break;
    first -= 1;
  }
  const fitting = lines.slice(first);
  return { text: fitting.map(({ raw }) => `${raw}\n`).join(''), count: fitting.length };
}

function jsonOf(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}
