// What a log line is: one fixed phrase plus fields; where it goes is decided by each program.

/** Fields of a log line. Values are plain data; a `Secret` prints as [secret]. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes log lines. Info is for what an administrator would tell a colleague; names of users and destinations only at debug. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  with(fields: LogFields): Logger;
}

/** A logger that writes nothing, for tests and for parts that were given none. */
export const silentLog: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silentLog,
};

/** A value that must never be printed: invitation codes, tokens, keys. It leaves only by `reveal()`. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '[secret]';
  }
  toJSON(): string {
    return '[secret]';
  }
}
