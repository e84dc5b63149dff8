// Reads a private file on Linux and macOS: every folder above it is looked at, then the file by its opened handle.

import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, unlink } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { syncDirectory } from '../../shared/node/atomic-file.ts';
import { type PosixStanding, whyUnsafeFile, whyUnsafeFolder } from './judge.ts';
import { mostBytes, type PrivateFile } from './private-file.ts';

export async function readPrivateFileOfPosix(file: string): Promise<PrivateFile> {
  const owners = [0, process.getuid?.() ?? 0];
  try {
    await using handle = await openWithoutLinks(file);
    const unsafeFolder = await whyFoldersAreUnsafe(file, owners);
    if (unsafeFolder !== null) return { kind: 'unsafe', why: unsafeFolder };
    const stats = await handle.stat();
    const why = whyUnsafeFile(standingOf(stats), owners, mostBytes);
    if (why !== null) return { kind: 'unsafe', why };
    return {
      kind: 'found',
      text: await textOf(handle),
      laid: `${stats.dev}:${stats.ino}:${stats.ctimeMs}`,
      remove: () => removeSame(file, stats),
    };
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? { kind: 'absent' } : { kind: 'unsafe', why: whyNotRead(error) };
  }
}

/** A pipe in its place would keep us waiting. */
function openWithoutLinks(file: string): Promise<FileHandle> {
  return open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
}

async function whyFoldersAreUnsafe(file: string, owners: readonly number[]): Promise<string | null> {
  const parent = path.dirname(file);
  for (let folder = parent; ; folder = path.dirname(folder)) {
    const why = whyUnsafeFolder(standingOf(await lstat(folder)), owners, folder === parent);
    if (why !== null || folder === path.dirname(folder)) return why;
  }
}

async function textOf(handle: FileHandle): Promise<string> {
  const buffer = Buffer.alloc(mostBytes);
  const { bytesRead } = await handle.read(buffer, 0, mostBytes, 0);
  return buffer.toString('utf8', 0, bytesRead);
}

/** The folders were found to be an administrator's: nobody else moves anything there between the look and the removal. */
async function removeSame(file: string, read: Stats): Promise<void> {
  const now = await lstat(file).catch(() => null);
  if (now === null || now.dev !== read.dev || now.ino !== read.ino) return;
  await unlink(file);
  await syncDirectory(path.dirname(file));
}

function standingOf(stats: Stats): PosixStanding {
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'other';
  return { kind, uid: stats.uid, mode: stats.mode & 0o7777, links: stats.nlink, size: stats.size };
}

function whyNotRead(error: unknown): string {
  const code = codeOf(error);
  return code === 'ELOOP' ? 'it is a symbolic link' : `the system said ${code}`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'nothing';
}
