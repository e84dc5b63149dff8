// A TCP relay that writes down in which direction bytes travel, each arriving a little later, as on a real network.

import { connect, createServer, type Socket } from 'node:net';

export interface FlightCounter extends AsyncDisposable {
  readonly port: number;
  /** Directions since the last reset; neighbours differ: `out` is towards the server. */
  flights(): readonly ('out' | 'in')[];
  reset(): void;
}

/** Relays to `port` on loopback; every chunk arrives `delayMs` after it came. */
export async function startFlightCounter(port: number, delayMs: number): Promise<FlightCounter> {
  let seen: ('out' | 'in')[] = [];
  const sockets: Socket[] = [];
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ host: '127.0.0.1', port, noDelay: true });
    sockets.push(near, far);
    carry(near, far, 'out');
    carry(far, near, 'in');
  });
  function carry(from: Socket, to: Socket, direction: 'out' | 'in'): void {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
    from.on('data', (chunk) => {
      if (seen.at(-1) !== direction) seen.push(direction);
      setTimeout(() => to.write(chunk), delayMs);
    });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : 0,
    flights: () => seen,
    reset() {
      seen = [];
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
