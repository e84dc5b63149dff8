// The HTTPS listener of administrators: sign-in, the API, the pages.

import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { EmsAdminContract } from '../../../shared/ems/admin-contract.ts';
import { consolePaths } from '../../../shared/ems/administrators.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { errorOnWire } from '../../../shared/errors/told-error.ts';
import { serverTlsOptions } from '../../../shared/node/tls/tls-options.ts';
import type { Handlers } from '../../../shared/wire/define-contract.ts';
import type { AdminCaller } from '../../admin/admin-caller.ts';
import type { Ems } from '../../ems.ts';
import { makeRateLimit } from '../../invitations/rate-limit.ts';
import type { ServerCertificate } from '../../pki/server-certificate.ts';
import { answerError, refusing } from '../answer-error.ts';
import { takeOnlyJson, trackConnections } from '../fastify-habits.ts';
import type { Listener } from '../mutual-listener.ts';
import { serveApi } from './api.ts';
import { openPages } from './pages.ts';
import { securityHeaders } from './security-headers.ts';
import { serveSignIn } from './sign-in.ts';
import { serveUserPages } from './user-pages.ts';

const usualBody = 16 * 1024;

/** @param handlers they name this listener's own port, and come when it is known */
export async function openConsoleListener(
  ems: Ems,
  certificate: ServerCertificate,
  handlers: Promise<Handlers<EmsAdminContract, AdminCaller>>,
): Promise<Listener> {
  const tls = (shown: ServerCertificate) => serverTlsOptions({ ...shown, requestClientCertificate: false });
  const app = Fastify({
    ...refusing(ems.log),
    https: tls(certificate),
    bodyLimit: usualBody,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: false },
  });
  takeOnlyJson(app);
  app.addHook('onRequest', async (_request, reply) => void reply.headers(securityHeaders));
  app.setErrorHandler((error, request, reply) => answerError(ems.log, error, request, reply, errorOnWire));
  app.setNotFoundHandler(() => {
    throw new AppError('route-unknown');
  });
  serveSignIn(ems, app, makeRateLimit(ems.clock));
  serveApi(ems, app, handlers);
  serveUserPages(ems, app);
  app.get(consolePaths.ca, async (_request, reply) =>
    reply.type('application/x-pem-file').send(ems.authorities.fabric.certificatePem),
  );
  servePages(ems, app);
  app.server.on('tlsClientError', (_error, socket) => socket.destroy());
  const endAll = trackConnections(app);
  await app.listen({ host: ems.config.console.host, port: ems.config.console.port });
  const { port } = z.object({ port: z.int() }).parse(app.server.address());
  return {
    port,
    useCertificate: (next) => {
      if ('setSecureContext' in app.server) app.server.setSecureContext(tls(next));
    },
    async [Symbol.asyncDispose]() {
      endAll();
      await app.close();
    },
  };
}

/** Looking at a page needs no session and changes nothing: a preview of a link may look as often as it likes. */
function servePages(ems: Ems, app: FastifyInstance): void {
  const pages = openPages(ems.config.console.pages);
  app.get('/*', async (request, reply) => {
    const { pathname } = new URL(request.url, 'https://console.invalid');
    const page = pathname.startsWith('/api/') ? null : await pages.find(pathname);
    if (page === null) throw new AppError('route-unknown');
    if (page.isImmutable) reply.header('cache-control', 'public, max-age=31536000, immutable');
    return await reply.type(page.type).send(page.bytes);
  });
}
