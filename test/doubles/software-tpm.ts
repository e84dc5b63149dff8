// A TPM 2.0 in software (swtpm) in a directory of its own; with a resource manager on a bus of its own where several use it at once.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runTool } from '../../native/exec.ts';
import { ended } from './lonely-daemon.ts';

export interface SoftwareTpm extends AsyncDisposable {
  /** As TSS libraries name it; one connection at a time. */
  readonly address: string;
  /** Ends it as a power cut would; what it holds stays. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Gives it another owner's seed, as a cleared TPM has: nothing it made before opens any more. */
  clear(): Promise<void>;
}

export async function softwareTpm(): Promise<SoftwareTpm> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-tpm-'));
  const socket = path.join(directory, 'tpm.sock');
  const address = `swtpm:path=${socket}`;
  await mkdir(path.join(directory, 'state'));
  let running: ChildProcess | null = null;

  const tpm: SoftwareTpm = {
    address,
    async start() {
      running = spawn(
        '/usr/bin/swtpm',
        [
          ...['socket', '--tpm2', '--flags', 'startup-clear', '--tpmstate', `dir=${directory}/state`],
          ...['--server', `type=unixio,path=${socket}`, '--ctrl', `type=unixio,path=${socket}.ctrl`],
        ],
        { stdio: 'ignore' },
      );
      await untilThere(`${socket}.ctrl`, running);
      await untilThere(socket, running);
    },
    async stop() {
      if (running !== null) await ended(running, 'SIGKILL');
      running = null;
      for (const left of [socket, `${socket}.ctrl`]) await rm(left, { force: true });
    },
    async clear() {
      const outcome = await runTool('/usr/bin/tpm2_clear', ['-T', address], { timeoutMs: 20_000 });
      if (outcome.kind !== 'exited' || outcome.code !== 0) throw new Error(JSON.stringify(outcome));
    },
    async [Symbol.asyncDispose]() {
      await tpm.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
  await tpm.start();
  return tpm;
}

async function untilThere(file: string, maker: ChildProcess): Promise<void> {
  while (!existsSync(file)) {
    if (maker.exitCode !== null || maker.signalCode !== null) throw new Error(`nobody makes ${file} any more`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
