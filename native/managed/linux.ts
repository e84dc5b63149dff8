// The managed configuration of Linux: the JSON files of one folder that nobody but root may write to, later names over earlier ones.

import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { installLayouts } from '../../shared/install/layout.ts';
import { type ManagedConfiguration, type ManagedReading, type ManagedTrouble, readingOf } from './managed.ts';
import { type PolicyFile, parsePolicyFile } from './policy-file.ts';
import { watchFolder } from './watch-folder.ts';

export interface PolicyFolder {
  /** The system's own unless in a test. */
  readonly folder?: string;
  /** Whose it must be; root's unless in a test. */
  readonly owner?: number;
  /** How often it is looked at besides the system's events. */
  readonly lookEveryMs?: number;
}

const largestFile = 65_536;
const mostFiles = 64;

export function managedConfigurationOfLinux({
  folder = installLayouts.linux.policy,
  owner = 0,
  lookEveryMs = 60_000,
}: PolicyFolder = {}): ManagedConfiguration {
  return {
    read: () => readFolder(folder, owner),
    watch: (onChange) => watchFolder(folder, lookEveryMs, onChange),
  };
}

async function readFolder(folder: string, owner: number): Promise<ManagedReading> {
  const found = await lstat(folder).catch((error: unknown) => error);
  if (isMissing(found)) return { kind: 'none' };
  const why = isStats(found) ? whyNotTrusted(found, owner, found.isDirectory(), 'folder') : 'it cannot be looked at';
  if (why !== null) return unreadable(folder, why);
  const names = await readdir(folder).catch(() => null);
  if (names === null) return unreadable(folder, 'it cannot be read');
  // As a shell lists them in the C locale; editors' and package managers' leavings have other endings.
  const files = names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort(byBytes);
  if (files.length > mostFiles) return unreadable(folder, `it holds more than ${mostFiles} files`);
  const parts: PolicyFile[] = [];
  for (const name of files) parts.push(await readPolicyFile(path.join(folder, name), owner));
  return readingOf(
    folder,
    Object.assign({}, ...parts.map(({ values }) => values)),
    parts.flatMap(({ troubles }) => troubles),
  );
}

async function readPolicyFile(file: string, owner: number): Promise<PolicyFile> {
  // A pipe does not hold us up, and a link leads nowhere.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  let handle: FileHandle;
  try {
    handle = await open(file, flags);
  } catch (error) {
    // Gone between the list and now: it settles nothing.
    if (isMissing(error)) return { values: {}, troubles: [] };
    const isLink = error instanceof Error && 'code' in error && error.code === 'ELOOP';
    return notRead(file, isLink ? 'it is a symbolic link' : 'it cannot be opened');
  }
  try {
    // Of what was opened, so that nothing is swapped in between.
    const stats = await handle.stat();
    const why =
      whyNotTrusted(stats, owner, stats.isFile(), 'regular file') ??
      (stats.size > largestFile ? `it is larger than ${largestFile / 1024} KiB` : null);
    if (why !== null) return notRead(file, why);
    const bytes = Buffer.alloc(largestFile + 1);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    if (bytesRead > largestFile) return notRead(file, 'it grew while it was read');
    return parsePolicyFile(file, bytes.toString('utf8', 0, bytesRead), (stats.mode & 0o004) !== 0);
  } catch {
    return notRead(file, 'it cannot be read');
  } finally {
    await handle.close();
  }
}

function whyNotTrusted(stats: Stats, owner: number, isKind: boolean, kind: string): string | null {
  if (!isKind) return `it is no ${kind}`;
  if (stats.uid !== owner) return `it belongs to user ${stats.uid} instead of ${owner === 0 ? 'root' : owner}`;
  return (stats.mode & 0o022) === 0 ? null : 'others than its owner may write to it';
}

function notRead(file: string, why: string): PolicyFile {
  return { values: {}, troubles: [{ where: file, why }] };
}

function unreadable(folder: string, why: string): ManagedReading {
  const troubles: readonly ManagedTrouble[] = [{ where: folder, why }];
  return { kind: 'invalid', readable: {}, source: folder, troubles };
}

function isStats(found: unknown): found is Stats {
  return typeof found === 'object' && found !== null && 'isDirectory' in found;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
