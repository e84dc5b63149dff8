// Serves the pages of local accounts: giving the password for a sign-in that a device began, and choosing one by a link.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { password as passwordSchema } from '../../../shared/ems/user-accounts.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { languageLiked } from '../../../shared/page/accept.ts';
import type { Ems } from '../../ems.ts';
import { readInventory } from '../../json.ts';
import { setPassword } from '../../users/accounts.ts';
import { signInPage } from '../../users/begin.ts';
import { makeGuesses } from '../../users/guesses.ts';
import { type Trouble, type UserPage, userPage } from '../../users/pages/page.ts';
import { pagePolicy } from '../../users/pages/style.ts';
import { hashPassword } from '../../users/password.ts';
import { accountOfLink, passwordPage } from '../../users/password-links.ts';
import { findPending } from '../../users/pending.ts';
import { tryPassword } from '../../users/try-password.ts';
import { noteRefusal } from '../answer-error.ts';
import { bodyOf } from '../body.ts';
import { checkOrigin } from './same-origin.ts';

const largestForm = 8 * 1024;

const typed = z.string().max(1_024);
const signInForm = z.object({ name: typed, password: typed });
const passwordForm = z.object({ password: typed, again: typed });

export function serveUserPages(ems: Ems, app: FastifyInstance): void {
  const guesses = makeGuesses(ems.clock);
  void app.register(async (forms) => {
    forms.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: largestForm },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    // A person looks at this, and not at a program's error.
    forms.setErrorHandler((error, request, reply) => {
      const known = error instanceof AppError ? error : null;
      if (known === null) ems.log.error('a page of users failed', { error });
      else noteRefusal(ems.log, request.raw, request.routeOptions.url ?? null, known);
      return show(request, reply, known?.status ?? 500, { kind: 'broken' });
    });

    forms.get(`${signInPage}:id`, async (request, reply) => await showSignIn(ems, request, reply, 200, '', null));

    forms.post(`${signInPage}:id`, async (request, reply) => {
      checkOrigin(request.headers, 'session');
      const { name, password } = bodyOf(signInForm, request);
      const tried = await tryPassword(ems, guesses, { signIn: idOf(request), name, password, source: request.ip });
      if (tried.kind === 'right') return await reply.headers(pageHeaders(null)).redirect(tried.url, 303);
      if (tried.kind === 'over') return await show(request, reply, 410, { kind: 'sign-in-over' });
      if (tried.kind === 'held') reply.header('retry-after', String(tried.seconds));
      return await showSignIn(ems, request, reply, tried.kind === 'held' ? 429 : 403, name, tried);
    });

    forms.get(`${passwordPage}:id`, async (request, reply) => {
      const account = await accountOfLink(ems.db, idOf(request), ems.clock.now());
      if (account === null) return await show(request, reply, 410, { kind: 'link-over' });
      return await show(request, reply, 200, { kind: 'choose', account, trouble: null });
    });

    forms.post(`${passwordPage}:id`, async (request, reply) => {
      checkOrigin(request.headers, 'session');
      return await choosePassword(ems, request, reply);
    });
  });
}

async function showSignIn(
  ems: Ems,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  name: string,
  trouble: Trouble | null,
): Promise<FastifyReply> {
  const pending = await findPending(ems.db, idOf(request), ems.clock.now());
  if (pending === null || pending.code_hash !== null) return await show(request, reply, 410, { kind: 'sign-in-over' });
  const device = await ems.db
    .selectFrom('devices')
    .select('inventory')
    .where('uid', '=', pending.uid)
    .executeTakeFirst();
  const hostname = readInventory(device?.inventory ?? null)?.hostname ?? '';
  const page: UserPage = { kind: 'sign-in', hostname, osUser: pending.os_user, name: name.slice(0, 64), trouble };
  return await show(request, reply, status, page, pending.redirect_uri);
}

/** The link is used up by setting the password, not by looking. */
async function choosePassword(ems: Ems, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const given = bodyOf(passwordForm, request);
  const account = await accountOfLink(ems.db, idOf(request), ems.clock.now());
  if (account === null) return await show(request, reply, 410, { kind: 'link-over' });
  const chosen = passwordSchema.safeParse(given.password);
  const again = (kind: 'unfit' | 'different') =>
    show(request, reply, 400, { kind: 'choose', account, trouble: { kind } });
  if (!chosen.success) return await again('unfit');
  if (given.again !== given.password) return await again('different');
  const hash = await hashPassword(chosen.data);
  const isSet = await ems.db.transaction().execute(async (queries) => {
    if ((await accountOfLink(queries, idOf(request), ems.clock.now())) === null) return false;
    await setPassword(ems, queries, account, hash);
    await ems.audit.record(queries, {
      actor: request.ip,
      action: 'user password',
      target: account,
      outcome: 'allowed',
      detail: 'chosen by a link',
    });
    return true;
  });
  return await show(request, reply, isSet ? 200 : 410, { kind: isSet ? 'chosen' : 'link-over' });
}

async function show(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  page: UserPage,
  returnsTo: string | null = null,
): Promise<FastifyReply> {
  const language = languageLiked(request.headers['accept-language']);
  return await reply
    .status(status)
    .headers({ ...pageHeaders(returnsTo), 'content-language': language, vary: 'accept-language' })
    .type('text/html; charset=utf-8')
    .send(userPage(page, language));
}

/** With `no-referrer`, as everywhere else here, a browser would send `Origin: null` with the form (Fetch §3.2). */
function pageHeaders(returnsTo: string | null): Readonly<Record<string, string>> {
  return { 'content-security-policy': pagePolicy(returnsTo), 'referrer-policy': 'same-origin' };
}

function idOf(request: FastifyRequest): string {
  return z.object({ id: z.string().max(64) }).parse(request.params).id;
}
