// Writes log lines as JSON, one a line, to standard error or a given destination.

import { pino } from 'pino';
import type { LogFields, Logger } from '../log.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where lines go: anything that takes whole lines. */
export interface LogDestination {
  write(line: string): void;
}

/** A program's logger. Lines are `{level, time, program, msg, …fields}`; an Error in a field is written with its code, what to do next and its causes. */
export function makeLog(options: {
  readonly program: string;
  readonly level?: LogLevel;
  readonly destination?: LogDestination;
}): Logger {
  const sink = pino(
    {
      level: options.level ?? 'info',
      base: { program: options.program },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: describeError },
    },
    options.destination ?? pino.destination({ fd: 2, sync: true }),
  );
  return wrap(sink);
}

function wrap(sink: pino.Logger): Logger {
  return {
    debug: (message, fields) => sink.debug(fields ?? {}, message),
    info: (message, fields) => sink.info(fields ?? {}, message),
    warn: (message, fields) => sink.warn(fields ?? {}, message),
    error: (message, fields) => sink.error(fields ?? {}, message),
    with: (fields) => wrap(sink.child(fields)),
  };
}

/** An error as data: message, code and the chain of causes; the stack only of what nobody expected. */
function describeError(error: unknown): LogFields | string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? { code: error.code } : { stack: error.stack };
  const next = 'next' in error ? { next: error.next } : {};
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { message: error.message, ...code, ...next, ...cause };
}
