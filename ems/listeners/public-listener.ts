// The plain HTTP listener that certificates name: the CAs and their revocation lists, and nothing else.

import Fastify from 'fastify';
import { z } from 'zod';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Ems } from '../ems.ts';
import { authoritiesById } from '../pki/authorities.ts';
import type { RevocationLists } from '../pki/revocation-lists.ts';
import { answerError, refusing } from './answer-error.ts';

const authorityParams = z.object({ id: z.string().regex(/^[0-9a-f]{16}$/) });

/** Serves `/ca/<id>.pem` and `/crl/<id>.crl`; nothing here is secret. `/ocsp` is named in certificates and says that it is absent. */
export async function openPublicListener(
  ems: Pick<Ems, 'authorities' | 'config' | 'log'>,
  lists: RevocationLists,
): Promise<AsyncDisposable & { readonly port: number }> {
  const app = Fastify({ ...refusing(ems.log), forceCloseConnections: true, bodyLimit: 4_096 });
  const authorities = authoritiesById(ems.authorities);
  app.setErrorHandler((error, request, reply) => answerError(ems.log, error, request, reply));
  app.setNotFoundHandler(() => {
    throw new AppError('route-unknown');
  });
  app.get('/ca/:id.pem', async (request, reply) => {
    const authority = authorities.get(idOf(request.params));
    if (authority === undefined) throw new AppError('route-unknown');
    return await reply.type('application/x-pem-file').send(authority.certificatePem);
  });
  app.get('/crl/:id.crl', async (request, reply) => {
    const list = await lists.listOf(idOf(request.params));
    if (list === null) throw new AppError('route-unknown');
    return await reply.type('application/pkix-crl').send(Buffer.from(list));
  });
  // Refused before the body is looked at: whatever an OCSP client sends gets the same sentence.
  const ocspAbsent = async () => {
    throw new AppError('ocsp-absent');
  };
  for (const url of ['/ocsp', '/ocsp/*'])
    app.route({ method: ['GET', 'POST'], url, onRequest: ocspAbsent, handler: ocspAbsent });
  await app.listen(ems.config.public);
  const { port } = z.object({ port: z.int() }).parse(app.server.address());
  return { port, [Symbol.asyncDispose]: () => app.close() };
}

function idOf(params: unknown): string {
  const result = authorityParams.safeParse(params);
  if (result.success) return result.data.id;
  throw new AppError('route-unknown');
}
