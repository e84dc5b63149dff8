// The demo's journal: what it has on this machine, at a fixed place, so that the next start can undo it after a crash.

import { linkSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { z } from 'zod';

const knownProcess = z.strictObject({ name: z.string(), pid: z.int().min(1), startedAt: z.string() });

const entries = z.strictObject({
  version: z.literal(1),
  demo: knownProcess.nullable(),
  guardian: knownProcess.nullable(),
  /** Children, in the order they were started. */
  processes: z.array(knownProcess),
  workspace: z.string(),
  namespace: z.string().nullable(),
  hostsFile: z.string(),
  /** The agent's own directory, which its clean-up needs. */
  agentData: z.string(),
  /** Sockets of programs, none of which answered before. */
  sockets: z.array(z.string()),
  /** Folders that did not exist before; removed at the end if they are empty. */
  newFolders: z.array(z.string()),
});
export type JournalEntries = z.infer<typeof entries>;

/** Where the journal of this user is. */
export function journalPlace(folder = os.tmpdir(), uid = process.getuid?.() ?? 0): string {
  return path.join(folder, `stile-demo-${uid}.json`);
}

export interface Journal {
  readonly file: string;
  readonly entries: JournalEntries;
  /** Changes entries and writes them before it returns. */
  note(change: (entries: JournalEntries) => void): void;
  remove(): void;
}

/** Begins a journal. @throws the system's error EEXIST if there is one: another demo began in this very moment */
export function beginJournal(file: string, first: JournalEntries): Journal {
  const current = structuredClone(first);
  const next = prepare(file, current);
  try {
    linkSync(next, file);
  } finally {
    rmSync(next);
  }
  return {
    file,
    entries: current,
    note(change) {
      change(current);
      write(file, current);
    },
    remove: () => rmSync(file, { force: true }),
  };
}

/** The entries in the file; `unreadable` if it is not ours or damaged, `none` if there is no file. */
export function readJournal(
  file: string,
):
  | { readonly kind: 'found'; readonly entries: JournalEntries }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly why: string } {
  let text: string;
  try {
    // The folder is everybody's: what another user put there would be orders to us.
    const found = lstatSync(file);
    if (!found.isFile() || found.uid !== (process.getuid?.() ?? found.uid))
      return { kind: 'unreadable', why: 'it was put there by somebody else' };
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isAbsent ? { kind: 'none' } : { kind: 'unreadable', why: String(error) };
  }
  try {
    const parsed = entries.safeParse(JSON.parse(text));
    if (parsed.success) return { kind: 'found', entries: parsed.data };
    return { kind: 'unreadable', why: parsed.error.issues[0]?.message ?? 'another shape' };
  } catch {
    return { kind: 'unreadable', why: 'not JSON' };
  }
}

function write(file: string, content: JournalEntries): void {
  renameSync(prepare(file, content), file);
}

/** Writes the whole content beside the file, so that it can take its place in one step. */
function prepare(file: string, content: JournalEntries): string {
  mkdirSync(path.dirname(file), { recursive: true });
  const next = `${file}.${process.pid}`;
  // Exclusive, so that a link that somebody put into the shared folder is not followed.
  rmSync(next, { force: true });
  writeFileSync(next, JSON.stringify(content), { mode: 0o600, flag: 'wx' });
  return next;
}
