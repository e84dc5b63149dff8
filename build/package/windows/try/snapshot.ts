// Everything that is on a Windows: its files and its registry, and what came to them since.

import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { WinePrefix } from '../../../set-up/wine-prefix.ts';

export interface Snapshot {
  readonly files: ReadonlySet<string>;
  /** A line for each value: its key, its name, what it holds. */
  readonly registry: ReadonlySet<string>;
}

export async function takeSnapshot(prefix: WinePrefix): Promise<Snapshot> {
  // With types, or links would be followed, out of the prefix.
  const entries = await readdir(prefix.driveC, { recursive: true, withFileTypes: true });
  const files = entries.map((entry) => path.relative(prefix.driveC, path.join(entry.parentPath, entry.name)));
  const registry = new Set<string>();
  for (const root of ['HKEY_LOCAL_MACHINE', 'HKEY_CURRENT_USER'])
    for (const line of registryLines(await exported(prefix, root))) registry.add(line);
  return { files: new Set(files), registry };
}

/** What is there now and was not, sorted. */
export function addedSince(before: Snapshot, after: Snapshot): readonly string[] {
  const files = [...after.files]
    .filter((file) => !before.files.has(file))
    .map((file) => `C:\\${file.replaceAll('/', '\\')}`);
  const values = [...after.registry].filter((line) => !before.registry.has(line));
  return [...files, ...values].filter((each) => !ofWine.some((form) => form.test(each))).sort();
}

/** What Wine itself writes, and Windows Installer would on any installation. */
const ofWine: readonly RegExp[] = [
  // For each program that opens a window where there is no screen; and a count of started services.
  /\\CurrentControlSet\\Control\\Video\\/,
  /\\CurrentControlSet\\Control\\ServiceCurrent /,
  // Empty keys and a folder of Windows Installer's own, which any Windows has.
  /^HKEY_LOCAL_MACHINE\\Software\\(Classes|Microsoft\\Windows\\CurrentVersion)\\Installer(\\(Features|Products|UpgradeCodes|UserData(\\S-1-5-18(\\(Components|Products))?)?))?$/,
  /^C:\\windows\\Installer$/,
  // The copy in which an uninstaller of NSIS's goes on: Windows deletes it when it starts the next time.
  /^C:\\users\\[^\\]+\\Temp\\~nsu\d*\.tmp(\\Un\.exe)?$/,
  /\\Control\\Session Manager "PendingFileRenameOperations"=/,
];

async function exported(prefix: WinePrefix, root: string): Promise<string> {
  const file = path.join(prefix.folder, `${root}.reg`);
  const { code } = await prefix.run('regedit', ['/E', `z:${file}`, root]);
  if (code !== 0) throw new Error(`the registry could not be exported: ${code}`);
  try {
    return await readFile(file, 'utf16le');
  } finally {
    await rm(file, { force: true });
  }
}

export function registryLines(text: string): readonly string[] {
  let key = '';
  const lines: string[] = [];
  // A long value goes on in the next line, after a backslash.
  for (const line of text.replaceAll(/\\\r?\n\s*/g, '').split(/\r?\n/)) {
    const [, named] = /^\[(.+)\]$/.exec(line) ?? [];
    if (named !== undefined) {
      key = named;
      lines.push(key);
    } else if (line !== '' && key !== '') lines.push(`${key} ${line}`);
  }
  return lines;
}
