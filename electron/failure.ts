// An error as the state and the pages get it: a code, what was being done, what to do next, each within its bound.

import type { Failure } from '../shared/agent/failure.ts';
import { toWireError } from '../shared/errors/app-error.ts';

/** A failure that was told before, on its way to whoever shows it. */
export class KnownFailure extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

export function failureOf(error: unknown): Failure {
  if (error instanceof KnownFailure) return error.failure;
  const { code, message, next } = toWireError(error);
  return { code: cut(code, 64), message: cut(message, 1_000), next: cut(next, 1_000) };
}

/** What came from another program has no bound of its own. */
function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
