// Passes the bytes of a local connection to a gateway's listener as they are, and back: TLS stays between browser and gateway.

import { connect, type Socket } from 'node:net';
import { GatheredWrites } from '../../shared/node/sockets/gathered-writes.ts';
import { resetSocket } from '../../shared/node/sockets/reset-socket.ts';
import { readReusing } from '../../shared/node/sockets/reused-reads.ts';

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** One address gets this long to take the connection. */
const dialTimeoutMs = 5_000;

/** A TCP connection to the first of these places that takes one; null if none does, or nobody waits any more. */
export async function dialFirst(places: readonly Place[], signal: AbortSignal): Promise<Socket | null> {
  for (const place of places) {
    if (signal.aborted) return null;
    const socket = await dial(place, AbortSignal.any([signal, AbortSignal.timeout(dialTimeoutMs)]));
    if (socket !== null) return socket;
  }
  return null;
}

function dial(place: Place, signal: AbortSignal): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ ...place, allowHalfOpen: true, noDelay: true, keepAlive: true });
    const settle = (made: Socket | null) => {
      signal.removeEventListener('abort', gaveUp);
      socket.off('error', gaveUp).off('connect', isThere);
      // Its 'close' says all that matters from here on.
      socket.on('error', () => undefined);
      if (made === null) socket.destroy();
      resolve(made);
    };
    const gaveUp = () => settle(null);
    const isThere = () => settle(socket.pause());
    socket.once('error', gaveUp).once('connect', isThere);
    signal.addEventListener('abort', gaveUp, { once: true });
    if (signal.aborted) gaveUp();
  });
}

/** Joins two paused sockets. An end is passed on as an end, a reset as a reset, and a slow reader slows the other side. */
export function join(one: Socket, other: Socket): void {
  pass(one, other);
  pass(other, one);
  // Closed without its end: the other side must not take what it has for all there was.
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const)
    from.once('close', (hadError) => {
      if (hadError || !from.readableEnded) resetSocket(to);
    });
}

function pass(from: Socket, to: Socket): void {
  const writes = new GatheredWrites(to, () => from.pause());
  readReusing(from, (piece) => {
    writes.add(piece);
    writes.readEnded(piece.length);
  });
  from.on('end', () => writes.end());
  to.on('drain', () => from.resume());
  from.resume();
}
