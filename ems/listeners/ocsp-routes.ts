// OCSP over HTTP (RFC 6960 appendix A, RFC 5019): POST and GET, sizes and numbers limited, answers that caches may keep.

import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Logger } from '../../shared/log.ts';
import { largestOcspRequest } from '../../shared/node/x509/ocsp-request.ts';
import { type OcspError, ocspError } from '../../shared/node/x509/ocsp-response.ts';
import type { OcspOutcome, OcspResponder } from '../pki/ocsp-responder.ts';

/** Answers that are made at the same time; whoever is one too many is told to try later. */
const mostAtOnce = 64;
/** Base64 takes four letters for three bytes, and each may be written as three. */
const longestPath = largestOcspRequest * 4;

export function serveOcsp(app: FastifyInstance, responder: OcspResponder, log: Logger): void {
  let running = 0;

  async function answered(request: Buffer | null): Promise<OcspOutcome> {
    if (request === null) return refused('malformedRequest');
    if (running >= mostAtOnce) return refused('tryLater');
    running += 1;
    try {
      return await responder.answer(request);
    } catch (error) {
      log.error('an OCSP request could not be answered', { error });
      return refused('internalError');
    } finally {
      running -= 1;
    }
  }

  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/ocsp-request',
    { parseAs: 'buffer', bodyLimit: largestOcspRequest },
    (_request, body, done) => done(null, body),
  );
  app.post('/ocsp', async (request, reply) => {
    const body = request.body instanceof Buffer ? request.body : null;
    // What is posted is not kept by caches (RFC 9111 §4).
    return await send(reply, await answered(body), 'no-store');
  });
  app.get('/ocsp/*', async (request, reply) => {
    const outcome = await answered(requestIn(request.raw.url ?? ''));
    return await send(reply, outcome, cacheControl(outcome));
  });
}

function refused(error: OcspError): OcspOutcome {
  return { kind: 'error', error };
}

async function send(reply: FastifyReply, outcome: OcspOutcome, cache: string): Promise<FastifyReply> {
  reply.type('application/ocsp-response').header('cache-control', cache);
  if (outcome.kind === 'error') return await reply.send(ocspError(outcome.error));
  reply.header('last-modified', new Date(outcome.now).toUTCString());
  reply.header('expires', new Date(outcome.nextUpdate).toUTCString());
  return await reply.send(outcome.der);
}

/** RFC 5019 §6.2. */
function cacheControl(outcome: OcspOutcome): string {
  if (outcome.kind === 'error' || !outcome.isForEverybody) return 'no-store';
  const seconds = Math.floor((outcome.nextUpdate - outcome.now) / 1_000);
  return `max-age=${seconds}, public, no-transform, must-revalidate`;
}

/** The request of a path: base64, whose slashes clients escape or do not. Null if there is none. */
function requestIn(url: string): Buffer | null {
  const path = url.slice('/ocsp/'.length).replace(/\?.*$/, '');
  if (path === '' || path.length > longestPath) return null;
  try {
    const text = decodeURIComponent(path);
    return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
  } catch {
    return null;
  }
}
