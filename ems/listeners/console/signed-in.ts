// Says who a request is made by, and refuses whoever is not signed in.

import type { FastifyRequest } from 'fastify';
import { backgroundHeader } from '../../../shared/ems/administrators.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Shown } from '../../administrators/sessions.ts';
import { noteUse, recognise } from '../../administrators/sessions.ts';
import type { Ems } from '../../ems.ts';
import { credentialOf } from './credentials.ts';
import { checkOrigin } from './same-origin.ts';

export type Administrator = Extract<Shown, { kind: 'signed-in' }>;

/**
 * The administrator, asked anew at each request: who was removed is nobody from that moment. What a page asks by itself
 * counts as no use of the session.
 * @throws AppError `sign-in-required`, `session-ended`, `origin-refused`
 */
export async function signedIn(ems: Ems, request: FastifyRequest): Promise<Administrator> {
  const credential = credentialOf(request.headers);
  if (credential.kind === 'none') throw new AppError('sign-in-required');
  if (request.method !== 'GET') checkOrigin(request.headers, credential.kind);
  const now = ems.clock.now();
  const shown = await recognise(ems.db, credential, now, ems.config.console);
  if (shown.kind === 'unknown') throw new AppError('sign-in-required');
  if (shown.kind === 'ended') throw new AppError('session-ended');
  if (request.headers[backgroundHeader] === undefined) await noteUse(ems.db, shown.hash, now);
  return shown;
}
