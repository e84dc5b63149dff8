// Finds a port that nobody listens on.

import { createServer } from 'node:net';

/** A port that was free at this address a moment ago. */
export async function freePort(host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const bound = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (bound === null || typeof bound === 'string') throw new TypeError('no port');
  return bound.port;
}
