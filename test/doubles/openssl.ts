// Asks the machine's own openssl for a second opinion, in a directory that is removed afterwards.

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Opinion {
  readonly ok: boolean;
  readonly text: string;
}

export interface Openssl extends AsyncDisposable {
  /** Writes a file into the directory; its name is an argument for `run`. */
  file(name: string, content: string | Uint8Array): Promise<string>;
  /** Where a file of the directory is. */
  path(name: string): string;
  /** Runs `openssl` in the directory; standard output and error together. */
  run(...args: readonly string[]): Promise<Opinion>;
}

export async function openssl(): Promise<Openssl> {
  const cwd = await mkdtemp(path.join(tmpdir(), 'stile-openssl-'));
  return {
    async file(name, content) {
      await writeFile(path.join(cwd, name), content);
      return name;
    },
    path: (name) => path.join(cwd, name),
    run: (...args) =>
      new Promise((resolve) => {
        execFile('/usr/bin/openssl', args, { cwd, timeout: 20_000, env: { LC_ALL: 'C' } }, (error, stdout, stderr) =>
          resolve({ ok: error === null, text: stdout + stderr }),
        );
      }),
    [Symbol.asyncDispose]: () => rm(cwd, { recursive: true, force: true }),
  };
}
