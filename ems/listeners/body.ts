// Reads a request's body by its schema.

import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AppError } from '../../shared/errors/app-error.ts';
import { faultText } from '../../shared/node/local-socket/fault-text.ts';

/** @throws AppError `request-invalid` */
export function bodyOf<S extends z.ZodType>(schema: S, request: FastifyRequest): z.output<S> {
  const result = schema.safeParse(request.body);
  if (result.success) return result.data;
  throw new AppError('request-invalid', { why: faultText(result.error) });
}
