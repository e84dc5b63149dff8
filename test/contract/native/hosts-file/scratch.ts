// A hosts file of our own in a temporary directory, and programs that work on it from outside.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { HostsFile, HostsFileOptions } from '../../../../native/hosts-file/hosts-file.ts';
import { linuxTools, posixHostsFile } from '../../../../native/hosts-file/posix.ts';

export const crm = { address: '127.235.0.5', name: 'crm.corp.test' };
export const files = { address: '127.235.0.6', name: 'files.corp.test' };

/** Latin-1, CRLF among LF, a tab, and no line end at the end. */
export const oddText = Buffer.from('\xef\xbb\xbf127.0.0.1\tlocalhost\r\n# caf\xe9\n\n10.0.0.1  a  b # c', 'latin1');

export interface Scratch extends AsyncDisposable {
  readonly directory: string;
  readonly path: string;
  readonly stateDir: string;
  readonly hosts: (options?: Partial<HostsFileOptions>) => HostsFile;
  readonly bytes: () => Promise<Buffer>;
  /** Names beside the file itself: temporary ones that were left. */
  readonly leftovers: () => Promise<readonly string[]>;
}

export async function scratch(content: Buffer | string = oddText): Promise<Scratch> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-hosts-'));
  const file = path.join(directory, 'etc', 'hosts');
  const stateDir = path.join(directory, 'state');
  await mkdir(path.dirname(file));
  await writeFile(file, content);
  return {
    directory,
    path: file,
    stateDir,
    hosts: (options = {}) => posixHostsFile({ path: file, stateDir, ...options }, linuxTools),
    bytes: () => readFile(file),
    leftovers: async () => (await readdir(path.dirname(file))).filter((name) => name !== 'hosts'),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

const posix = new URL('../../../../native/hosts-file/posix.ts', import.meta.url).href;

/** Starts a process that runs `body` with a `hosts` of its own on the same file; `step` is its `onStep`. */
export function elsewhere(there: Scratch, body: string, step = '() => undefined'): ChildProcess {
  const program = `
    import { linuxTools, posixHostsFile } from '${posix}';
    const options = { path: ${JSON.stringify(there.path)}, stateDir: ${JSON.stringify(there.stateDir)}, onStep: ${step} };
    const hosts = posixHostsFile(options, linuxTools);
    const [crm, files] = ${JSON.stringify([crm, files])};
    ${body}
  `;
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Resolves to the exit code, or the signal that ended the process. */
export async function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  const [code, signal] = await once(child, 'exit');
  return code ?? signal;
}
