// Writes down a change of the hosts file before it is made, with all previous bytes, so that a crash can be undone.

import { createHash } from 'node:crypto';
import { readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { replaceFile, syncDirectory } from '../../shared/node/atomic-file.ts';
import type { Owed } from './late-changes.ts';

/** A change that is under way, or was when the process died. */
export interface Journal {
  /** The file itself, links followed. */
  readonly path: string;
  /** Holds the new bytes before the exchange and the old file after it. */
  readonly temporary: string;
  readonly before: Buffer;
  readonly after: Buffer;
  /** What others wrote into files that were replaced in the rounds before this one. */
  readonly owed: readonly Owed[];
}

const fileSchema = z.strictObject({
  version: z.literal(1),
  path: z.string(),
  temporary: z.string(),
  before: z.base64(),
  beforeSha256: z.string(),
  after: z.base64(),
  afterSha256: z.string(),
  owed: z.array(z.strictObject({ base: z.base64(), late: z.base64() })),
});

export async function writeJournal(stateDir: string, journal: Journal): Promise<void> {
  const written: z.infer<typeof fileSchema> = {
    version: 1,
    path: journal.path,
    temporary: journal.temporary,
    before: journal.before.toString('base64'),
    beforeSha256: sha256(journal.before),
    after: journal.after.toString('base64'),
    afterSha256: sha256(journal.after),
    owed: journal.owed.map(({ base, late }) => ({ base: base.toString('base64'), late: late.toString('base64') })),
  };
  await replaceFile(journalIn(stateDir), JSON.stringify(written));
}

/** The journal of a change that did not come to its end; null if there is none, or none that can be trusted. */
export async function readJournal(stateDir: string): Promise<Journal | null> {
  const text = await readFile(journalIn(stateDir), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = fileSchema.safeParse(jsonOf(text));
  if (!parsed.success) return null;
  const { path: file, temporary, beforeSha256, afterSha256 } = parsed.data;
  const [before, after] = [fromBase64(parsed.data.before), fromBase64(parsed.data.after)];
  const owed = parsed.data.owed.map(({ base, late }) => ({ base: fromBase64(base), late: fromBase64(late) }));
  const isWhole = sha256(before) === beforeSha256 && sha256(after) === afterSha256;
  return isWhole ? { path: file, temporary, before, after, owed } : null;
}

export async function removeJournal(stateDir: string): Promise<void> {
  const removed = await unlink(journalIn(stateDir)).then(
    () => true,
    () => false,
  );
  if (removed) await syncDirectory(stateDir);
}

function journalIn(stateDir: string): string {
  return path.join(stateDir, 'hosts-journal.json');
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
