// Carries an error over a wire and says it again at the other end.

import { AppError, type WireError } from './app-error.ts';
import { catalogue, type ErrorCode } from './catalogue.ts';

/** An error with the values of its sentence, so that the other end can say it again. */
export interface ToldError extends WireError {
  readonly details: Readonly<Record<string, unknown>>;
}

export function errorOnWire(error: AppError): ToldError {
  const plain = Object.entries(error.params).filter(
    ([, value]) => typeof value !== 'object' && typeof value !== 'bigint',
  );
  return { ...error.toWire(), details: Object.fromEntries(plain) };
}

/** The error that the other end meant; one that this release does not know keeps its message. */
export function sameError(
  command: string,
  error: { readonly code: string; readonly message: string; readonly details?: Record<string, unknown> | undefined },
): AppError {
  if (isErrorCode(error.code)) return new AppError(error.code, error.details ?? {});
  return new AppError('command-failed', { command, why: error.message });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(catalogue, code);
}
