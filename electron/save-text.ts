// Writes a text where the user wants it.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BrowserWindow, dialog } from 'electron';

/** False if the user thought better of it. Readable by the user alone: what is exported tells of them. @throws the system's error */
export async function saveText(
  window: BrowserWindow | null,
  options: { readonly folder: string; readonly suggestedName: string; readonly text: string },
): Promise<boolean> {
  const dialogOptions = { defaultPath: path.join(options.folder, options.suggestedName) };
  const { canceled, filePath } =
    window === null ? await dialog.showSaveDialog(dialogOptions) : await dialog.showSaveDialog(window, dialogOptions);
  if (canceled || filePath === '') return false;
  await writeFile(filePath, options.text, { mode: 0o600 });
  return true;
}
