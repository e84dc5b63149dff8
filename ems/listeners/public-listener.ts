// The plain HTTP listener that certificates name: the CAs, their revocation lists, OCSP, and whose EMS it is; nothing else.

import Fastify from 'fastify';
import { z } from 'zod';
import { fabricCaHeader, reachablePath } from '../../shared/ems/reachable.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Ems } from '../ems.ts';
import type { KnownAuthorities } from '../pki/known-authorities.ts';
import type { OcspResponder } from '../pki/ocsp-responder.ts';
import type { RevocationLists } from '../pki/revocation-lists.ts';
import { answerError, refusing } from './answer-error.ts';
import { serveOcsp } from './ocsp-routes.ts';

const authorityParams = z.object({ id: z.string().regex(/^[0-9a-f]{16}$/) });

/** Serves `/ca/<id>.pem`, `/crl/<id>.crl`, `/ocsp` and `/reachable`; nothing here is secret. */
export async function openPublicListener(
  ems: Pick<Ems, 'config' | 'log' | 'authorities'>,
  authorities: KnownAuthorities,
  lists: RevocationLists,
  responder: OcspResponder,
): Promise<AsyncDisposable & { readonly port: number }> {
  const app = Fastify({ ...refusing(ems.log), forceCloseConnections: true, bodyLimit: 4_096 });
  app.setErrorHandler((error, request, reply) => answerError(ems.log, error, request, reply));
  app.setNotFoundHandler(() => {
    throw new AppError('route-unknown');
  });
  app.get('/ca/:id.pem', async (request, reply) => {
    const authority = await authorities.byId(idOf(request.params));
    if (authority === null) throw new AppError('route-unknown');
    return await reply.type('application/x-pem-file').send(authority.certificatePem);
  });
  app.get('/crl/:id.crl', async (request, reply) => {
    const list = await lists.listOf(idOf(request.params));
    if (list === null) throw new AppError('route-unknown');
    return await reply.type('application/pkix-crl').send(Buffer.from(list));
  });
  app.get(reachablePath, (_request, reply) =>
    reply.status(204).header(fabricCaHeader, ems.authorities.fabricPin).header('cache-control', 'no-store').send(),
  );
  serveOcsp(app, responder, ems.log);
  await app.listen(ems.config.public);
  const { port } = z.object({ port: z.int() }).parse(app.server.address());
  return { port, [Symbol.asyncDispose]: () => app.close() };
}

function idOf(params: unknown): string {
  const result = authorityParams.safeParse(params);
  if (result.success) return result.data.id;
  throw new AppError('route-unknown');
}
