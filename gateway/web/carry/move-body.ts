// Moves a body from one stream to another: as fast as the slower of them, and no more of it in memory.

import type { Readable, Writable } from 'node:stream';

export interface BodyPorts {
  /** Asked before every piece; false: somebody has ended it. */
  mayMove(): boolean;
  moved(bytes: number): void;
  /** The source came to its end; the target is still open. */
  ended(): void;
  /** Nothing has moved for `stallMs`: the target takes nothing, or a source that has more to send does not. */
  stalled(): void;
  readonly stallMs: number;
  /** The source is in the middle of a message; an answer may take its time. */
  readonly awaitsSource: boolean;
}

export function moveBody(from: Readable, to: Writable, ports: BodyPorts): void {
  let stall: NodeJS.Timeout | null = null;
  const wait = () => {
    stall ??= setTimeout(ports.stalled, ports.stallMs).unref();
  };
  const moves = () => {
    if (stall !== null) clearTimeout(stall);
    stall = null;
  };
  from.on('data', (piece: Buffer) => {
    if (!ports.mayMove() || to.destroyed) return;
    ports.moved(piece.length);
    moves();
    const isTaken = to.write(piece);
    if (!isTaken) from.pause();
    if (!isTaken || ports.awaitsSource) wait();
  });
  to.on('drain', () => {
    moves();
    if (ports.awaitsSource) wait();
    from.resume();
  });
  if (ports.awaitsSource) wait();
  from.on('end', () => {
    moves();
    if (ports.mayMove() && !to.destroyed && !to.writableEnded) ports.ended();
  });
  for (const stream of [from, to]) stream.on('close', moves);
}
