// Turns whatever a handler throws into an answer with a code, and keeps what is inside inside.

import type { FastifyReply } from 'fastify';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';

/** Answers `{code, message, next}` with the status of the catalogue. */
export function answerError(log: Logger, error: unknown, reply: FastifyReply): FastifyReply {
  const known = knownError(error);
  if (known.code === 'unexpected') log.error('a request failed', { error });
  if (known.code === 'too-many-requests') reply.header('retry-after', String(known.params.seconds));
  return reply.status(known.status).type('application/json').send(JSON.stringify(known.toWire()));
}

function knownError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 400 && status < 500) return new AppError('request-invalid', { why: 'its body cannot be read' });
  return new AppError('unexpected', { what: 'this request' });
}
