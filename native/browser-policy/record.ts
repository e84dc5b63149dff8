// Writes files among those of others, and keeps a record by which each is put back exactly as it was.

import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rmdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../shared/node/atomic-file.ts';

const record = z.strictObject({
  version: z.literal(1),
  files: z.array(
    z.strictObject({
      path: z.string(),
      /** Base64 of what was there; null if nothing was. */
      before: z.string().nullable(),
      mode: z.int(),
      /** SHA-256 of what we wrote last, and of what we wrote before that: the end may have come in between. */
      written: z.array(z.string()),
    }),
  ),
  /** Directories that we made, in that order. */
  directories: z.array(z.string()),
});
type Record = z.infer<typeof record>;
type FileRecord = Record['files'][number];

/** Takes ours out of text that others changed after us; null: nothing else is in it. */
export type TakeOut = (text: string) => string | null;

export interface RecordedFiles {
  /** Makes this file hold this text, mode 0644; directories that are missing are made. */
  put(file: string, text: string | Uint8Array): Promise<void>;
  /**
   * What was in the file before us, without what is ours; null if there was nothing. What others wrote after us counts as
   * having been before us from then on.
   */
  before(file: string, takeOut: TakeOut): Promise<string | null>;
  /** Puts one file back as it was. Where others changed it after us, only what is ours is taken out. */
  putBack(file: string, takeOut: TakeOut): Promise<void>;
  /** Files that are not put back yet. */
  files(): Promise<readonly string[]>;
}

/** `stateDir` holds the record; it is written before what it tells of. */
export function recordedFiles(stateDir: string): RecordedFiles {
  const place = path.join(stateDir, 'browser-policies.json');

  async function read(): Promise<Record> {
    const text = await readOrNull(place);
    if (text === null) return { version: 1, files: [], directories: [] };
    return record.parse(JSON.parse(text.toString('utf8')));
  }

  async function save(next: Record): Promise<void> {
    await mkdir(stateDir, { recursive: true, mode: 0o700 });
    if (next.files.length > 0 || next.directories.length > 0) await replaceFile(place, JSON.stringify(next));
    else await unlink(place).catch(ignoreMissing);
  }

  async function change(file: string, next: FileRecord | null): Promise<void> {
    const { files, ...rest } = await read();
    const others = files.filter((each) => each.path !== file);
    await save({ ...rest, files: next === null ? others : [...others, next] });
  }

  async function makeDirectories(directory: string): Promise<void> {
    if ((await stat(directory).catch(() => null)) !== null) return;
    await makeDirectories(path.dirname(directory));
    const known = await read();
    await save({ ...known, directories: [...known.directories, directory] });
    await mkdir(directory, { mode: 0o755 });
    await chmod(directory, 0o755);
  }

  async function removeDirectories(): Promise<void> {
    const known = await read();
    if (known.files.length > 0) return;
    // The innermost first. Where somebody else has put something meanwhile, it stays.
    for (const directory of known.directories.toReversed()) await rmdir(directory).catch(() => undefined);
    await save({ ...known, directories: [] });
  }

  async function entryOf(file: string): Promise<FileRecord | undefined> {
    return (await read()).files.find((each) => each.path === file);
  }

  return {
    async put(file, text) {
      const now = await readOrNull(file);
      const known = await entryOf(file);
      const next = hash(Buffer.from(text));
      if (now !== null && known !== undefined && hash(now) === next && known.written.includes(next)) return;
      await makeDirectories(path.dirname(file));
      const mode = now === null ? 0o644 : (await stat(file)).mode & 0o7777;
      const first = { path: file, before: now?.toString('base64') ?? null, mode, written: [] };
      const entry = known ?? first;
      await change(file, { ...entry, written: [...entry.written.slice(-1), next] });
      await replaceFile(file, text, { mode: 0o644 });
    },
    async before(file, takeOut) {
      const known = await entryOf(file);
      const now = await readOrNull(file);
      if (known === undefined) return now?.toString('utf8') ?? null;
      if (now !== null && known.written.includes(hash(now))) return textOf(known.before);
      const others = now === null ? null : takeOut(now.toString('utf8'));
      await change(file, { ...known, before: others === null ? null : Buffer.from(others).toString('base64') });
      return others;
    },
    async putBack(file, takeOut) {
      const known = await entryOf(file);
      if (known !== undefined) {
        const now = await readOrNull(file);
        if (now !== null) await restore(known, now, takeOut);
        await change(file, null);
      }
      await removeDirectories();
    },
    files: async () => (await read()).files.map((each) => each.path),
  };
}

async function restore(
  { path: file, before, mode, written }: FileRecord,
  now: Buffer,
  takeOut: TakeOut,
): Promise<void> {
  // The end came before ours was written.
  if (now.toString('base64') === before) return;
  const isOurs = written.includes(hash(now));
  const others = isOurs ? null : takeOut(now.toString('utf8'));
  const wanted = isOurs ? (before === null ? null : Buffer.from(before, 'base64')) : others;
  if (wanted === null) await unlink(file);
  else await replaceFile(file, wanted, { mode });
}

function textOf(before: string | null): string | null {
  return before === null ? null : Buffer.from(before, 'base64').toString('utf8');
}

async function readOrNull(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    ignoreMissing(error);
    return null;
  }
}

function ignoreMissing(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
