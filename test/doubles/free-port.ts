// Finds a port that nobody listens on, and that no outgoing connection is given in the meantime.

import { createServer } from 'node:net';
import process from 'node:process';

/** Below the ports that systems give to outgoing connections; each test process takes from a stretch of its own. */
const lowest = 10_000;
const stretch = 50;
const stretches = 400;

let next = 0;

/** A port that is free at this address, and that stays so unless somebody wants just this one. */
export async function freePort(host: string): Promise<number> {
  for (let tries = 0; tries < stretch * stretches; tries += 1) {
    const port = lowest + ((process.pid * stretch + next) % (stretch * stretches));
    next += 1;
    if (await isFree(host, port)) return port;
  }
  throw new Error('every port that tests use is taken');
}

function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
