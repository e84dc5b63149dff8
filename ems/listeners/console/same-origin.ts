// Refuses what a page of another origin makes a browser send; SameSite cookies are the second bolt on the same door.

import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { SessionKind } from '../../administrators/sessions.ts';

/**
 * Whoever is known by a cookie must say by which page the request was made, and it must be one of ours. A program sends
 * neither header: it is known by a token, which no browser adds by itself.
 * @throws AppError `origin-refused`
 */
export function checkOrigin(headers: IncomingHttpHeaders, knownBy: SessionKind): void {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') throw new AppError('origin-refused');
  if (origin !== undefined && origin !== `https://${host}`) throw new AppError('origin-refused');
  if (origin === undefined && knownBy === 'session') throw new AppError('origin-refused');
}
