// Finds names that somebody else maps already. The parser reads a copy: it must never come near the real file.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { getFile } from 'hostile';
import type { HostsConflict } from './hosts-file.ts';
import type { AddressRange } from './range.ts';
import { withoutSection } from './section.ts';

/** Which of `names` the file maps outside our section, whatever the case, in the order of the file. */
export async function findConflicts(
  file: string,
  stateDir: string,
  names: readonly string[],
  range: AddressRange,
): Promise<readonly HostsConflict[]> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null || names.length === 0) return [];
  const scratch = await mkdtemp(path.join(stateDir, 'hosts-scratch-'));
  try {
    const copy = path.join(scratch, 'hosts');
    await writeFile(copy, withoutSection(bytes.toString('latin1'), range), 'latin1');
    return conflictsIn(getFile(copy, false), names);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The parser gives `[address, everything after it]`: several names of one line are still together. */
function conflictsIn(
  lines: readonly (string | readonly [string, string])[],
  names: readonly string[],
): HostsConflict[] {
  const wanted = new Map(names.map((name) => [bare(name), name]));
  const found: HostsConflict[] = [];
  for (const line of lines) {
    if (typeof line === 'string') continue;
    const [address, rest] = line;
    for (const each of rest.split(/\s+/)) {
      const name = wanted.get(bare(each));
      if (name !== undefined) found.push({ name, address });
    }
  }
  return found;
}

/** Resolvers take `Name` and `name.` for the same. */
function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
