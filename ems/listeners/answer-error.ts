// Refuses in one form, whoever found the fault: a handler, the framework or the HTTP parser; and keeps what is inside inside.

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { AppError, type WireError } from '../../shared/errors/app-error.ts';
import { serialText } from '../../shared/identity/fingerprint.ts';
import type { Logger } from '../../shared/log.ts';

/** Answers `{code, message, next}`, or as much as `told` says, with the status of the catalogue. */
export function answerError(
  log: Logger,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  told: (error: AppError) => WireError = (each) => each.toWire(),
): FastifyReply {
  const known = knownError(error);
  if (known.code === 'unexpected') log.error('a request failed', { error });
  else noteRefusal(log, request.raw, request.routeOptions.url ?? null, known);
  if (known.code === 'too-many-requests') reply.header('retry-after', String(known.params.seconds));
  return reply
    .status(known.status)
    .type('application/json')
    .send(JSON.stringify(told(known)));
}

/** For Fastify: what it and the parser refuse by themselves gets the same form. */
export function refusing(log: Logger): Pick<FastifyServerOptions, 'frameworkErrors' | 'clientErrorHandler'> {
  return {
    frameworkErrors: (error, request, reply) => void answerError(log, error, request, reply),
    clientErrorHandler(error, socket) {
      if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
      answerRaw(socket, new AppError('request-invalid', { why: 'it is no HTTP request' }));
    },
  };
}

/** Answers on a connection that speaks HTTP no longer, or never did, and ends it. */
export function answerRaw(socket: Duplex, error: AppError): void {
  const body = JSON.stringify(error.toWire());
  const head = [
    `HTTP/1.1 ${error.status} Refused`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ].join('\r\n');
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}

/** Tells an administrator who was refused what: by the connection, never by what a message says of its sender. */
export function noteRefusal(log: Logger, request: IncomingMessage, route: string | null, error: AppError): void {
  const { code } = error;
  const why = code === 'certificate-refused' ? { why: error.params.why } : {};
  const { socket }: { socket: Socket } = request;
  const serial = socket instanceof TLSSocket ? socket.getPeerX509Certificate()?.serialNumber : undefined;
  const certificate = serial === undefined ? null : serialText(serial);
  log.warn('a request was refused', { code, ...why, route, source: socket.remoteAddress, certificate });
}

function knownError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 400 && status < 500) return new AppError('request-invalid', { why: 'it cannot be read' });
  return new AppError('unexpected', { what: 'this request' });
}
