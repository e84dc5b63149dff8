// Takes the place of a Unix socket in the file system: the directory, the mode, and what a dead program left there.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, lstat, mkdir, rename, stat, unlink } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { AppError } from '../../errors/app-error.ts';

/** A socket's name in the file system, ours until disposed. */
export type TakenPlace = AsyncDisposable;

/**
 * Listens at `socketPath` with exactly `mode`. The directory is made (0755) if there is none, and must belong to root or
 * to this user and be writable by nobody else. The socket is bound under another name and moved into place, so that
 * nobody finds it with a wrong mode and a stale one is replaced in one step.
 * @throws AppError `socket-busy` (somebody answers there), `socket-refused` (the place cannot be made safe)
 */
export async function takePlace(server: net.Server, socketPath: string, mode: number): Promise<TakenPlace> {
  if (isPipe(socketPath)) {
    // A Windows pipe has no place in the file system; it ends with its server.
    await listen(server, socketPath);
    return { [Symbol.asyncDispose]: async () => undefined };
  }
  await prepareDirectory(path.dirname(socketPath));
  await refuseIfInUse(socketPath);
  const bound = path.join(path.dirname(socketPath), `.${randomBytes(4).toString('hex')}`);
  await listen(server, bound);
  try {
    await chmod(bound, mode);
    await rename(bound, socketPath);
  } catch (cause) {
    server.close();
    throw new AppError('socket-refused', { path: socketPath }, { cause });
  }
  const { ino } = await lstat(socketPath);
  return {
    async [Symbol.asyncDispose]() {
      // Another instance may have taken the place meanwhile.
      const now = await lstat(socketPath).catch(() => null);
      if (now?.ino === ino) await unlink(socketPath).catch(() => undefined);
    },
  };
}

/** True for the name of a Windows pipe. */
export function isPipe(socketPath: string): boolean {
  return socketPath.startsWith('\\\\.\\pipe\\');
}

async function prepareDirectory(directory: string): Promise<void> {
  try {
    const made = await mkdir(directory, { recursive: true, mode: 0o755 });
    if (made !== undefined) await chmod(directory, 0o755);
  } catch (cause) {
    throw new AppError('socket-refused', { path: directory }, { cause });
  }
  const { uid, mode } = await stat(directory);
  const mine = uid === 0 || uid === process.getuid?.();
  if (!mine || (mode & 0o022) !== 0) throw new AppError('socket-refused', { path: directory });
}

async function refuseIfInUse(socketPath: string): Promise<void> {
  const found = await lstat(socketPath).catch(() => null);
  if (found === null) return;
  if (!found.isSocket()) throw new AppError('socket-refused', { path: socketPath });
  if (await someoneAnswers(socketPath)) throw new AppError('socket-busy', { path: socketPath });
}

async function someoneAnswers(socketPath: string): Promise<boolean> {
  const probe = net.connect(socketPath);
  try {
    return await new Promise<boolean>((resolve) => {
      probe.once('connect', () => resolve(true));
      // Refused or gone: nobody listens. Anything else (a full queue, no permission) means somebody does.
      probe.once('error', (error: NodeJS.ErrnoException) =>
        resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
      );
    });
  } finally {
    probe.destroy();
  }
}

async function listen(server: net.Server, at: string): Promise<void> {
  server.listen(at);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new AppError('socket-refused', { path: at }, { cause });
  }
}
