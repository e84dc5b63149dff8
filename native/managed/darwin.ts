// The managed configuration of macOS: the property list that the MDM's profile makes for the whole machine. Not run on macOS yet.

import { stat } from 'node:fs/promises';
import path from 'node:path';
import { installLayouts } from '../../shared/install/layout.ts';
import { parseValues } from '../../shared/managed/parse-values.ts';
import { runTool, type ToolOutcome } from '../exec.ts';
import { type ManagedConfiguration, type ManagedReading, readingOf, troubleAt } from './managed.ts';
import { watchFolder } from './watch-folder.ts';

export type RunPlutil = (args: readonly string[]) => Promise<ToolOutcome>;

const plutil = '/usr/bin/plutil';

/**
 * Only MDM writes there, as root: what anybody else lays there, macOS takes away again. It may write it anew at any time, so it
 * is looked at now and then besides the system's events.
 */
export function managedConfigurationOfDarwin(
  file: string = installLayouts.darwin.policy,
  run: RunPlutil = (args) => runTool(plutil, args, { timeoutMs: 10_000 }),
  owner = 0,
): ManagedConfiguration {
  return {
    async read() {
      const found = await stat(file).catch((error: unknown) => error);
      if (found instanceof Error && 'code' in found && found.code === 'ENOENT') return { kind: 'none' };
      if (typeof found !== 'object' || found === null || !('mode' in found && 'uid' in found))
        return unreadable(file, 'it cannot be looked at');
      if (found.uid !== owner || (Number(found.mode) & 0o022) !== 0)
        return unreadable(file, 'others than root may write to it');
      const told = await run(['-convert', 'json', '-o', '-', '--', file]);
      if (told.kind !== 'exited' || told.code !== 0) return unreadable(file, 'plutil cannot read it');
      return readingOfPlist(file, told.stdout);
    },
    watch: (onChange) => watchFolder(path.dirname(file), 300_000, onChange),
  };
}

/** What plutil made of it: switches, numbers, texts and lists are what they are in JSON. */
export function readingOfPlist(file: string, json: string): ManagedReading {
  const content = jsonOf(json);
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    return unreadable(file, 'it is no dictionary');
  // Profiles with a payload of our own name leave its head in the list.
  const settings = Object.entries(content).filter(([name]) => !name.startsWith('Payload'));
  const { values, troubles } = parseValues(Object.fromEntries(settings), 'darwin');
  return readingOf(
    file,
    values,
    troubles.map((each) => troubleAt(file, each)),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function unreadable(file: string, why: string): ManagedReading {
  return { kind: 'invalid', readable: {}, source: file, troubles: [{ where: file, why }] };
}
