// Joins a client's stream with a server's after a switch of protocols: half-close passes through, a loss on either side cuts the other.

import type { Duplex } from 'node:stream';

export interface JoinPorts {
  /** Asked before every piece; false: somebody has cut it. */
  mayMove(): boolean;
  sent(bytes: number): void;
  received(bytes: number): void;
  /** Both are closed; the one that went before it was done, or null. */
  closed(lost: 'client' | 'server' | null): void;
  cutClient(): void;
  cutServer(): void;
}

export function joinStreams(client: Duplex, server: Duplex, ports: JoinPorts): void {
  let openHalves = 2;
  let left = 2;
  let lost: 'client' | 'server' | null = null;
  const move = (from: Duplex, to: Duplex, moved: (bytes: number) => void) => {
    from.on('data', (piece: Buffer) => {
      if (!ports.mayMove() || to.destroyed) return;
      moved(piece.length);
      if (!to.write(piece)) from.pause();
    });
    to.on('drain', () => from.resume());
    from.on('end', () => {
      openHalves -= 1;
      to.end();
    });
    from.on('error', () => undefined);
    from.resume();
  };
  const closed = (who: 'client' | 'server', cutOther: () => void) => () => {
    left -= 1;
    if (left === 1 && openHalves > 0) {
      lost = who;
      cutOther();
    }
    if (left === 0) ports.closed(lost);
  };
  client.once('close', closed('client', ports.cutServer));
  server.once('close', closed('server', ports.cutClient));
  move(client, server, ports.sent);
  move(server, client, ports.received);
}
