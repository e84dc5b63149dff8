// Makes sure that a local socket is served by root or by this very user before anything is said to it.

import { lstat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import process from 'node:process';
import { AppError } from '../../errors/app-error.ts';
import { loadPeerCredentials } from './peer-credentials.ts';
import { isPipe } from './socket-place.ts';

/** What the reader of an error should start, and whom besides root and oneself to trust. */
export interface ExpectedServer {
  readonly path: string;
  readonly program: string;
  readonly trustedUids: readonly number[];
}

/** @throws AppError `socket-not-there`, `socket-refused`, `socket-protocol` (something else lies there), `socket-foreign` */
export async function checkSocketOwner(expected: ExpectedServer): Promise<void> {
  // A pipe under ProtectedPrefix\Administrators can only be made by an administrator.
  if (isPipe(expected.path)) return;
  const found = await lstat(expected.path).catch((cause) => {
    throw connectError(expected, cause);
  });
  if (!found.isSocket()) throw new AppError('socket-protocol', { path: expected.path, why: 'it is no socket' });
  if (!isTrusted(expected, found.uid)) throw foreign(expected, found.uid);
}

/** @throws AppError `socket-foreign` if the process that listens is neither root's nor ours, `socket-protocol` if it is not known */
export async function checkServingProcess(expected: ExpectedServer, socket: Socket): Promise<void> {
  if (isPipe(expected.path)) return;
  const credentials = await loadPeerCredentials();
  const server = credentials(socket);
  if (server.kind === 'unknown')
    throw new AppError('socket-protocol', { path: expected.path, why: `who serves it is unknown: ${server.reason}` });
  if (!isTrusted(expected, server.uid)) throw foreign(expected, server.uid);
}

/** Says what a failed connect means for the person who tried. */
export function connectError(expected: ExpectedServer, cause: NodeJS.ErrnoException): AppError {
  const { path, program } = expected;
  if (cause.code === 'EACCES' || cause.code === 'EPERM') return new AppError('socket-refused', { path }, { cause });
  return new AppError('socket-not-there', { path, program }, { cause });
}

function isTrusted(expected: ExpectedServer, uid: number): boolean {
  return uid === 0 || uid === process.getuid?.() || expected.trustedUids.includes(uid);
}

function foreign(expected: ExpectedServer, uid: number): AppError {
  return new AppError('socket-foreign', { path: expected.path, uid });
}
