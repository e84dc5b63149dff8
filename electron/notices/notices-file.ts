// Keeps the notices in one file of the user's, so that they outlive the shell; what cannot be read is begun anew.

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Logger } from '../../shared/log.ts';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { type Notice, notice } from '../../shared/shell/gui-state.ts';

export interface NoticesFile {
  /** Newest first. */
  readonly first: readonly Notice[];
  /** Writes these in place of all; one after the other, trouble is logged. */
  keep(notices: readonly Notice[]): void;
  /** Resolves when all is written. */
  written(): Promise<void>;
}

const form = z.array(notice).max(500);

export async function openNoticesFile(file: string, log: Logger): Promise<NoticesFile> {
  let writing: Promise<void> = Promise.resolve();
  return {
    first: await read(file, log),
    keep(notices) {
      const text = JSON.stringify(notices);
      writing = writing
        .then(() => replaceFile(file, text))
        .catch((error: unknown) => log.warn('the notices cannot be written', { file, error }));
    },
    written: () => writing,
  };
}

async function read(file: string, log: Logger): Promise<readonly Notice[]> {
  try {
    return form.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing) log.warn('the notices cannot be read', { file, error });
    return [];
  }
}
