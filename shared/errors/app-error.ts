// The one error class: a code of the catalogue, what was being done, and what to do next.

import { catalogue, type ErrorCode, type ErrorEntry } from './catalogue.ts';

/** An error as it crosses a wire or reaches a person; nobody reads `message` to decide. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly next: string;
}

/**
 * An expected failure with a code of the catalogue. `params` fill the places of the catalogue's sentence (`{server}`).
 * Never put a secret into `params`: they are printed.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly next: string;
  readonly params: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, params: Readonly<Record<string, unknown>> = {}, options?: { cause?: unknown }) {
    super(fill(catalogue[code].message, params), options);
    this.name = 'AppError';
    this.code = code;
    this.next = fill(catalogue[code].next, params);
    this.params = params;
  }

  /** The HTTP status when this error is an answer. */
  get status(): number {
    const entry: ErrorEntry = catalogue[this.code];
    return entry.status ?? 500;
  }

  toWire(): WireError {
    return { code: this.code, message: this.message, next: this.next };
  }
}

/** True if this is an error of ours with that code. */
export function hasCode(error: unknown, code: ErrorCode): error is AppError {
  return error instanceof AppError && error.code === code;
}

/** An error as data for a wire or a log; an unexpected one keeps its message but gets the code `unexpected`. */
export function toWireError(error: unknown): WireError {
  if (error instanceof AppError) return error.toWire();
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', message, next: catalogue.unexpected.next };
}

function fill(sentence: string, params: Readonly<Record<string, unknown>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));
}
