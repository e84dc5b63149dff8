// Serves a route table over HTTPS: who may call is decided at every request, from the certificate and the table alone.

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import Fastify, { type FastifyInstance } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { CallerKind, Route, RouteReply, RouteTable } from '../../shared/ems/define-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { serverTlsOptions } from '../../shared/node/tls/tls-options.ts';
import type { Ems } from '../ems.ts';
import type { ServerCertificate } from '../pki/server-certificate.ts';
import { answerError } from './answer-error.ts';
import { type Caller, callerOf, type Judges, kindOf } from './caller.ts';

/** What a handler is given: who calls, what was sent (checked), and from where. */
export interface Asked<R extends Route> {
  readonly caller: Caller;
  readonly source: string;
  readonly body: R['body'] extends z.ZodType ? z.output<R['body']> : undefined;
  readonly query: R['query'] extends z.ZodType ? z.output<R['query']> : undefined;
}

/** One function per route of a table; a missing one does not compile. */
export type RouteHandlers<T extends RouteTable> = {
  readonly [N in keyof T & string]: (asked: Asked<T[N]>) => Promise<RouteReply<T[N]>>;
};

export interface MutualListenerOptions<T extends RouteTable> {
  readonly table: T;
  readonly handlers: RouteHandlers<T>;
  readonly listen: { readonly host: string; readonly port: number };
  readonly certificate: ServerCertificate;
  readonly judges: Judges;
  readonly events: {
    readonly path: string;
    readonly subprotocol: string;
    readonly takes: CallerKind;
    /** Takes a caller's WebSocket, or says why not by throwing. */
    readonly accept: (caller: Caller, open: () => Promise<WebSocket>) => Promise<void>;
  };
}

export interface Listener extends AsyncDisposable {
  readonly port: number;
  /** From now on new connections see this certificate. */
  useCertificate(certificate: ServerCertificate): void;
}

const largestBody = 1024 * 1024;
const largestMessage = 4 * 1024;

export async function openMutualListener<T extends RouteTable>(
  ems: Ems,
  options: MutualListenerOptions<T>,
): Promise<Listener> {
  const app = Fastify({
    https: serverTlsOptions({ ...options.certificate, requestClientCertificate: true }),
    bodyLimit: largestBody,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: false },
  });
  takeOnlyJson(app);
  app.setErrorHandler((error, _request, reply) => answerError(ems.log, error, reply));
  app.setNotFoundHandler(() => {
    throw new AppError('route-unknown');
  });
  for (const [name, route] of Object.entries(options.table)) serveRoute(ems, app, options, name, route);
  serveEvents(ems, app, options);
  app.server.on('tlsClientError', (_error, socket) => socket.destroy());
  const endAll = trackConnections(app);
  await app.listen(options.listen);
  const address = z.object({ port: z.int() }).parse(app.server.address());
  return {
    port: address.port,
    useCertificate: (certificate) => {
      if ('setSecureContext' in app.server)
        app.server.setSecureContext(serverTlsOptions({ ...certificate, requestClientCertificate: true }));
    },
    async [Symbol.asyncDispose]() {
      endAll();
      await app.close();
    },
  };
}

/** What ends every connection, now and from now on: closing waits for WebSockets, which end by themselves never. */
function trackConnections(app: FastifyInstance): () => void {
  const sockets = new Set<Socket>();
  let isEnding = false;
  app.server.on('connection', (socket: Socket) => {
    if (isEnding) return void socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return () => {
    isEnding = true;
    for (const socket of sockets) socket.destroy();
  };
}

function takeOnlyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
}

function serveRoute<T extends RouteTable>(
  ems: Ems,
  app: FastifyInstance,
  options: MutualListenerOptions<T>,
  name: string,
  route: Route,
): void {
  const handle = options.handlers[name] as (asked: Asked<Route>) => Promise<unknown>;
  app.route({
    method: route.method,
    url: route.path,
    handler: async (request, reply) => {
      const caller = await allowedCaller(ems, options.judges, request.raw, route);
      const body = route.body === undefined ? undefined : parse('body', route.body, request.body);
      const query = route.query === undefined ? undefined : parse('query', route.query, request.query);
      const answer = await handle({ caller, source: request.ip, body: body as never, query: query as never });
      reply.header('cache-control', 'no-store');
      if (route.reply === 'pem') return await reply.type('application/x-pem-file').send(answer);
      return await reply.type('application/json').send(JSON.stringify(answer));
    },
  });
}

/** The caller, if the route takes its kind. @throws AppError `certificate-required`, `certificate-refused`, … */
async function allowedCaller(
  ems: Ems,
  judges: Judges,
  request: IncomingMessage,
  route: Pick<Route, 'takes'>,
): Promise<Caller> {
  if (!(request.socket instanceof TLSSocket))
    throw new AppError('certificate-required', { kinds: route.takes.join(' or ') });
  const caller = await callerOf(ems, judges, request.socket);
  const kind = kindOf(caller);
  if (kind !== null && route.takes.includes(kind)) return caller;
  if (caller.kind === 'anonymous') throw new AppError('certificate-required', { kinds: route.takes.join(' or ') });
  if (caller.kind === 'ended') throw new AppError(caller.what === 'device' ? 'device-revoked' : 'gateway-withdrawn');
  throw new AppError('certificate-refused', {
    why: caller.kind === 'refused' ? caller.why : `it is a ${caller.kind} certificate`,
  });
}

function parse<S extends z.ZodType>(place: string, schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => `${place}.${issue.path.join('.')}: ${issue.message}`);
  throw new AppError('request-invalid', { why: where.slice(0, 3).join('; ') });
}

function serveEvents<T extends RouteTable>(ems: Ems, app: FastifyInstance, options: MutualListenerOptions<T>): void {
  const { events } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(events.subprotocol) ? events.subprotocol : false),
  });
  // Closing the server waits for upgraded connections, which nobody else ends before it.
  app.addHook('preClose', async () => {
    sockets.close();
    for (const socket of sockets.clients) socket.terminate();
  });
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    upgrade(request, socket, head).catch((error: unknown) => refuseUpgrade(socket, error));
  });

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    if (request.url !== events.path || request.method !== 'GET') throw new AppError('route-unknown');
    const caller = await allowedCaller(ems, options.judges, request, { takes: [events.takes] });
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
    if (!offered.includes(events.subprotocol))
      throw new AppError('request-invalid', { why: `the subprotocol is ${events.subprotocol}` });
    const open = () => new Promise<WebSocket>((resolve) => sockets.handleUpgrade(request, socket, head, resolve));
    await events.accept(caller, open);
  }
}

function refuseUpgrade(socket: Duplex, error: unknown): void {
  const known =
    error instanceof AppError ? error : new AppError('unexpected', { what: 'the connection could not be accepted' });
  const body = JSON.stringify(known.toWire());
  const status = known.status;
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
