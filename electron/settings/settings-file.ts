// Keeps the user's preferences of the shell in one small file; one that cannot be read is kept aside, never lost.

import { readFile, rename } from 'node:fs/promises';
import type { Logger } from '../../shared/log.ts';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { type ShellSettings, shellSettings } from '../../shared/shell/shell-settings.ts';
import { parseSettings } from './parse-settings.ts';

export interface SettingsFile {
  readonly current: ShellSettings;
  /** True if there was no file: the shell runs for the first time. */
  readonly isFirstRun: boolean;
  /** Takes the change at once and writes it. @throws the system's error if it could not be written; it holds until the end all the same */
  change(part: Partial<ShellSettings>): Promise<void>;
}

export async function openSettings(file: string, log: Logger): Promise<SettingsFile> {
  const text = await textOf(file, log);
  const parsed = text === null ? null : parseSettings(text);
  if (parsed?.kind === 'unreadable') {
    log.warn('the settings cannot be read and are kept aside', { file, why: parsed.why });
    await rename(file, `${file}.unreadable`).catch((error: unknown) => log.warn('they stay where they are', { error }));
  }
  let current = parsed?.kind === 'settings' ? parsed.settings : shellSettings.parse({});
  /** One after the other: the file must hold the last change, not that which took longest. */
  let writing: Promise<void> = Promise.resolve();
  return {
    get current() {
      return current;
    },
    isFirstRun: text === null,
    change(part) {
      current = shellSettings.parse({ ...current, ...part });
      const content = `${JSON.stringify(current, null, 2)}\n`;
      const written = writing.catch(() => undefined).then(() => replaceFile(file, content));
      writing = written;
      return written;
    },
  };
}

async function textOf(file: string, log: Logger): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing) log.warn('the settings cannot be opened', { file, error });
    return isMissing ? null : '';
  }
}
