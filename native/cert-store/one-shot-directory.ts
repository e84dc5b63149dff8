// A private directory for a secret file that an importing tool needs for a moment; it is gone afterwards, whatever happened.

import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const prefix = 'stile-import-';
/** No tool takes as long; what is older was left by a process that was killed. */
const staleMs = 60_000;

/** A password that is used once: 192 bits, in letters that every tool passes on unchanged. */
export function oneShotPassword(): string {
  return randomBytes(24).toString('base64url');
}

/** Runs `work` with files of these contents, mode 0600 in a directory of mode 0700, and the paths in the same order. */
export async function withOneShotFiles<T>(
  contents: readonly (string | Uint8Array)[],
  work: (...paths: readonly string[]) => Promise<T>,
): Promise<T> {
  await sweep();
  const directory = await mkdtemp(path.join(tmpdir(), prefix));
  try {
    const paths = contents.map((_, index) => path.join(directory, String(index)));
    for (const [index, file] of paths.entries())
      await writeFile(file, contents[index] ?? '', { mode: 0o600, flag: 'wx' });
    return await work(...paths);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Removes what a killed process of this user left. */
async function sweep(): Promise<void> {
  const me = process.geteuid?.();
  for (const entry of await readdir(tmpdir()).catch(() => [])) {
    if (!entry.startsWith(prefix)) continue;
    const directory = path.join(tmpdir(), entry);
    const found = await stat(directory).catch(() => null);
    const isStale = found !== null && found.uid === (me ?? found.uid) && Date.now() - found.mtimeMs > staleMs;
    if (isStale) await rm(directory, { recursive: true, force: true });
  }
}
