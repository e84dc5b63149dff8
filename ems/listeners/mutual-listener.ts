// Serves a route table over HTTPS: who may call is decided at every request, from the certificate and the table alone.

import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Route, type RouteReply, type RouteTable, usualBody } from '../../shared/ems/define-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { epoch, revision } from '../../shared/ids.ts';
import { serverTlsOptions } from '../../shared/node/tls/tls-options.ts';
import type { Ems } from '../ems.ts';
import type { ServerCertificate } from '../pki/server-certificate.ts';
import { admit } from './admit.ts';
import { answerError, refusing } from './answer-error.ts';
import type { Caller, Judges } from './caller.ts';
import { type EventsEndpoint, serveEvents } from './events-upgrade.ts';
import { takeOnlyJson, trackConnections } from './fastify-habits.ts';

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
  readonly events: EventsEndpoint;
}

export interface Listener extends AsyncDisposable {
  readonly port: number;
  /** From now on new connections see this certificate. */
  useCertificate(certificate: ServerCertificate): void;
}

export async function openMutualListener<T extends RouteTable>(
  ems: Ems,
  options: MutualListenerOptions<T>,
): Promise<Listener> {
  const app = Fastify({
    ...refusing(ems.log),
    https: serverTlsOptions({ ...options.certificate, requestClientCertificate: true }),
    bodyLimit: usualBody,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: false },
  });
  takeOnlyJson(app);
  app.setErrorHandler((error, request, reply) => answerError(ems.log, error, request, reply));
  app.setNotFoundHandler(() => {
    throw new AppError('route-unknown');
  });
  for (const [name, route] of Object.entries(options.table)) serveRoute(ems, app, options, name, route);
  serveEvents(ems, app.server, options.judges, options.events);
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

function serveRoute<T extends RouteTable>(
  ems: Ems,
  app: FastifyInstance,
  options: MutualListenerOptions<T>,
  name: string,
  route: Route,
): void {
  const handle = options.handlers[name] as (asked: Asked<Route>) => Promise<unknown>;
  const judge = (request: FastifyRequest) => admit(ems, options.judges, request.raw, route.takes);
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.largestBody ?? usualBody,
    // Nobody's body is read before it is clear that this caller may send one; and a body may take its time,
    // so that whoever was ended meanwhile is refused below.
    onRequest: async (request) => void (await judge(request)),
    handler: async (request, reply) => {
      const caller = await judge(request);
      const body = route.body === undefined ? undefined : parse('body', route.body, request.body);
      const query = route.query === undefined ? undefined : parse('query', route.query, request.query);
      const answer = await handle({ caller, source: request.ip, body: body as never, query: query as never });
      return await send(route, request, reply, answer);
    },
  });
}

const version = z.object({ epoch, revision });

async function send(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: unknown,
): Promise<FastifyReply> {
  reply.header('cache-control', route.versioned === true ? 'private, no-cache' : 'no-store');
  if (route.reply === 'pem') return await reply.type('application/x-pem-file').send(answer);
  if (route.versioned === true) {
    const at = version.parse(answer);
    const tag = `"${at.epoch}.${at.revision}"`;
    reply.header('etag', tag);
    if (request.headers['if-none-match'] === tag) return await reply.status(304).send();
  }
  return await reply.type('application/json').send(JSON.stringify(answer));
}

function parse<S extends z.ZodType>(place: string, schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => `${place}.${issue.path.join('.')}: ${issue.message}`);
  throw new AppError('request-invalid', { why: where.slice(0, 3).join('; ') });
}
