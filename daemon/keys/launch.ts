// Decides what kind of process the daemon has to be for its machine key, and becomes it: same pid, same arguments.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import type { Tpm } from '../../native/tpm/tpm.ts';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { ownDirectory } from '../../shared/node/own-directory.ts';
import type { Config } from '../config.ts';
import { stateFile } from '../state/saved.ts';
import { execArgvFor, kindForKey, type ProcessKind } from './process-kind.ts';

export interface Launch {
  readonly kind: ProcessKind;
  readonly execArgv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Where settings want new machine keys. */
export function wantedKind(config: Config): ProcessKind {
  return config.machineKey === 'tpm2' ? 'tpm' : 'plain';
}

export interface TpmProcess {
  readonly configFile: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What a process with the TPM's provider starts with; null where that is not installed. */
export async function tpmProcess({ dataDirectory }: Config, tpm: Tpm): Promise<TpmProcess | null> {
  const content = tpm.openSslConfig();
  if (content === null) return null;
  const configFile = path.join(dataDirectory, 'openssl-tpm2.cnf');
  const before = await readFile(configFile, 'utf8').catch(() => null);
  if (before !== content) {
    await ownDirectory(dataDirectory);
    await replaceFile(configFile, content, { mode: 0o600 });
  }
  return { configFile, environment: tpm.environment(process.env) };
}

/** The process for the key that is saved; without one, for the key that the settings want. */
export async function launchFor(config: Config, tpm: Tpm): Promise<Launch> {
  const kind = kindFor(await readFile(stateFile(config.dataDirectory), 'utf8').catch(() => ''), wantedKind(config));
  const access = kind === 'tpm' ? await tpmProcess(config, tpm) : null;
  if (access === null) return { kind: 'plain', execArgv: execArgvFor('plain', ''), environment: process.env };
  return {
    kind: 'tpm',
    execArgv: execArgvFor('tpm', access.configFile),
    environment: { ...process.env, ...access.environment },
  };
}

const key = z.object({ key: z.unknown() }).nullable();
const keysOnly = z.object({ identity: key, pending: key });

/** By the state file's text; one that cannot be read has no key. */
export function kindFor(text: string, wanted: ProcessKind): ProcessKind {
  const parsed = keysOnly.safeParse(parseJson(text));
  const found = parsed.success ? (parsed.data.identity ?? parsed.data.pending) : null;
  if (found === null) return wanted;
  // What is sealed is a key in software.
  return typeof found.key === 'string' ? kindForKey(found.key) : 'plain';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Does not return. Whoever started this process notices nothing; `handOver` is what its environment held for this process alone. */
export function become(launch: Launch, handOver: Readonly<Record<string, string>>): never {
  if (process.execve === undefined) throw new Error('this system cannot replace a process');
  return process.execve(process.execPath, [process.execPath, ...launch.execArgv, ...process.argv.slice(1)], {
    ...launch.environment,
    ...handOver,
  });
}
