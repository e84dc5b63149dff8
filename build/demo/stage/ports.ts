// Chooses ports: the usual ones where they are free, others where they are not.

import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where something listens for TCP connections. */
export interface Listener {
  readonly address: string;
  readonly port: number;
}

/** True if a listener could be put there now, with nobody beside it. */
export async function isFree(host: string, port: number): Promise<boolean> {
  const server = net.createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** Those of the places where nobody else could listen yet, after a second's patience with a system that is slow to let go. */
export async function stillTaken(places: readonly Listener[]): Promise<readonly Listener[]> {
  let left = places;
  for (const until = Date.now() + 1_000; ; await sleep(50)) {
    const free = await Promise.all(left.map(({ address, port }) => isFree(address, port)));
    left = left.filter((_each, at) => free[at] !== true);
    if (left.length === 0 || Date.now() > until) return left;
  }
}

/** The first of the ports that is free at the address; if none is, one that the system chooses. */
export async function choosePort(host: string, wanted: readonly number[]): Promise<number> {
  for (const port of wanted) if (await isFree(host, port)) return port;
  const server = net.createServer();
  server.listen({ host, port: 0 });
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new TypeError('a TCP listener has a port');
  return address.port;
}

/** Whether something accepts connections there. */
export function answers(host: string, port: number): Promise<boolean> {
  return connects({ host, port });
}

/** Whether somebody serves the Unix socket. */
export function someoneServes(socketPath: string): Promise<boolean> {
  return connects({ path: socketPath });
}

async function connects(to: net.NetConnectOpts): Promise<boolean> {
  const socket = net.connect(to);
  socket.setTimeout(1_000, () => socket.destroy());
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}
