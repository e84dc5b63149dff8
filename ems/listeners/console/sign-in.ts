// Signing in by a link, and out again.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  administratorName,
  consolePaths,
  lookReply,
  lookRequest,
  type signInReply,
  signInRequest,
} from '../../../shared/ems/administrators.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { type FoundLink, findLink, useLink } from '../../administrators/links.ts';
import { type Begun, beginSession, beginToken, endSession } from '../../administrators/sessions.ts';
import type { Ems } from '../../ems.ts';
import { guarded, type RefusedTry } from '../../invitations/guarded.ts';
import type { RateLimit } from '../../invitations/rate-limit.ts';
import { bodyOf } from '../body.ts';
import { credentialOf, noCookie, sessionCookie } from './credentials.ts';
import { checkOrigin } from './same-origin.ts';

type GoodLink = Extract<FoundLink, { kind: 'good' }>;
type SignedInReply = z.input<typeof signInReply>;

/** How long a program that signed in by a link stays signed in. */
const tokenDays = 30;

/** The link's secret comes in a body, never in an address: no proxy, log or history keeps it, and no preview uses it up. */
export function serveSignIn(ems: Ems, app: FastifyInstance, limit: RateLimit): void {
  app.post(consolePaths.look, async (request) => {
    const { secret } = bodyOf(lookRequest, request);
    checkOrigin(request.headers, 'session');
    const { name, role } = await tryLink(ems, limit, request, secret, async (link) => link);
    return lookReply.parse({ name, role });
  });

  app.post(consolePaths.signIn, async (request, reply): Promise<SignedInReply> => {
    const { secret, as } = bodyOf(signInRequest, request);
    checkOrigin(request.headers, as);
    const { link, begun } = await tryLink(ems, limit, request, secret, (found) => signIn(ems, request, found, as));
    const name = administratorName.parse(link.name);
    if (as === 'token') return { as, name, token: begun.secret, expires: new Date(begun.endsAt).toISOString() };
    reply.header('set-cookie', sessionCookie(begun.secret, ems.config.console.longestMs));
    return { as, name, role: link.role };
  });

  app.post(consolePaths.signOut, async (request, reply) => {
    const credential = credentialOf(request.headers);
    if (credential.kind !== 'none') {
      checkOrigin(request.headers, credential.kind);
      await endSession(ems.db, credential.secret);
    }
    reply.header('set-cookie', noCookie);
    return {};
  });
}

/** Uses the link and begins what was asked for, both or neither. The session that this browser had ends. */
async function signIn(ems: Ems, request: FastifyRequest, link: GoodLink, as: 'session' | 'token') {
  const now = ems.clock.now();
  const before = credentialOf(request.headers);
  const begun = await ems.db.transaction().execute(async (queries): Promise<Begun> => {
    if (!(await useLink(queries, link.hash, now))) throw new AppError('sign-in-refused');
    if (before.kind === 'session') await endSession(queries, before.secret);
    await ems.audit.record(queries, {
      actor: `administrator ${link.name}`,
      action: 'sign in',
      target: link.name,
      outcome: 'allowed',
      detail: `${as} from ${request.ip}`,
    });
    if (as === 'token') return await beginToken(queries, link.name, now, tokenDays);
    return await beginSession(queries, link.name, now, ems.config.console);
  });
  return { link, begun };
}

/** What `use` makes of a good link; every other try is counted and recorded. @throws AppError `sign-in-refused`, `too-many-requests` */
async function tryLink<T extends object>(
  ems: Ems,
  limit: RateLimit,
  request: FastifyRequest,
  secret: string,
  use: (link: GoodLink) => Promise<T>,
): Promise<T> {
  const asker = { source: request.ip, action: 'sign in', target: 'console' };
  type Tried = RefusedTry | { readonly kind: 'admitted'; readonly made: T };
  const { made } = await guarded<Extract<Tried, { kind: 'admitted' }>>(ems, limit, asker, async (): Promise<Tried> => {
    const found = await findLink(ems.db, secret, ems.clock.now());
    if (found.kind === 'refused') return { ...found, error: new AppError('sign-in-refused') };
    return { kind: 'admitted', made: await use(found) };
  });
  return made;
}
