// Reads the files in which a Linux distribution says what it is.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, type Probe, unknown } from '../probe.ts';
import { parseOsRelease } from './parse.ts';

/** `etc` is the folder the files are in. */
export function osVersionOfLinux(etc: string): Probe {
  return async (signal) => {
    const osRelease = await readIfThere(path.join(etc, 'os-release'), signal);
    if (osRelease === null) return unknown('not-available');
    const value = parseOsRelease(osRelease, await readIfThere(path.join(etc, 'debian_version'), signal));
    return value === null ? unknown('unreadable') : { kind: 'known', value };
  };
}

async function readIfThere(file: string, signal: AbortSignal): Promise<string | null> {
  try {
    return await readFile(file, { encoding: 'utf8', signal });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
