// A server whose queue of new connections is full: whoever dials it waits for an answer to its SYN.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

export interface StalledServer extends AsyncDisposable {
  readonly port: number;
  /** Waits until somebody is dialling it. */
  dialled(): Promise<void>;
  /** Takes everybody who waits. */
  accept(): void;
  /** As at first. */
  stall(): Promise<void>;
  /** Bytes it has read from anybody. */
  readonly received: () => number;
}

const program = `
  const server = require('node:net').createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => console.log(bytes.length));
  });
  server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => console.log(server.address().port));
`;

export async function startStalledServer(): Promise<StalledServer> {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
  const gone = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [first] = await once(lines, 'line');
  const port = Number(first);
  let received = 0;
  lines.on('line', (line) => {
    received += Number(line);
  });
  const fillers = new Set<Socket>();

  /** How many connections to it are waiting for an answer. */
  async function waiting(): Promise<number> {
    const row = new RegExp(`^ *\\d+: \\S+ 0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} 02 `, 'gm');
    return (await readFile('/proc/net/tcp', 'latin1')).match(row)?.length ?? 0;
  }

  async function stall(): Promise<void> {
    child.kill('SIGSTOP');
    for (;;) {
      const filler = connect({ host: '127.0.0.1', port });
      filler.on('error', () => undefined);
      const isIn = once(filler, 'connect').then(() => true);
      const isOut = (async () => {
        while (filler.connecting && (await waiting()) === 0) await pause(2);
        return !filler.connecting;
      })();
      fillers.add(filler);
      if (await Promise.race([isIn, isOut])) continue;
      isIn.catch(() => undefined);
      fillers.delete(filler);
      filler.destroy();
      while ((await waiting()) > 0) await pause(2);
      return;
    }
  }

  await stall();
  return {
    port,
    received: () => received,
    async dialled() {
      while ((await waiting()) === 0) await pause(2);
    },
    accept() {
      for (const filler of fillers) filler.destroy();
      fillers.clear();
      child.kill('SIGCONT');
    },
    stall,
    async [Symbol.asyncDispose]() {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
      await gone;
    },
  };
}
