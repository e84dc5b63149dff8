// Joins one local connection with one stream of a tunnel connection, until either ends.

import type { Socket } from 'node:net';
import type { Denial } from '../../shared/tunnel/denial.ts';
import { earlyDataLimit, type Opening } from '../../shared/tunnel/opening.ts';
import type { TunnelConnection } from './connection.ts';

export interface JoinEvents {
  opened(requestId: string): void;
  /** Refused before a byte reached the server; the local connection is still there, and is the callee's now. */
  denied(why: Denial, first: Uint8Array): void;
  /** Ended by the gateway, or with the connection; the local one was reset. */
  cut(why: Denial | null): void;
  /** Nothing is carried any more. */
  ended(): void;
}

/** What a local connection has said so far; gathered while a tunnel connection is found. */
export interface Gathered {
  readonly chunks: Buffer[];
  hasEnded: boolean;
  bytes: number;
}

/** Begins to read what the client says, as much as the gateway would hold. */
export function gather(local: Socket): Gathered {
  const gathered: Gathered = { chunks: [], hasEnded: false, bytes: 0 };
  local.on('data', (chunk: Buffer) => {
    gathered.chunks.push(chunk);
    gathered.bytes += chunk.length;
    if (gathered.bytes >= earlyDataLimit) local.pause();
  });
  local.on('end', () => {
    gathered.hasEnded = true;
  });
  local.resume();
  return gathered;
}

/**
 * Opens the stream with what was gathered and joins both ways: half-close, back-pressure, no idle limit. A local reset
 * ends the tunnel connection; a lost tunnel connection resets the local one: bytes are never sent a second time.
 */
export function join(
  local: Socket,
  gathered: Gathered,
  connection: TunnelConnection,
  opening: Opening,
  events: JoinEvents,
): void {
  let isOpen = true;
  local.removeAllListeners('data').removeAllListeners('end');

  function leave(): void {
    isOpen = false;
    local.removeAllListeners('data').removeAllListeners('end').removeAllListeners('drain');
    events.ended();
  }

  function forward(chunk: Buffer): void {
    if (!connection.write(chunk)) local.pause();
  }

  local.on('data', forward);
  local.on('end', () => connection.finish());
  local.on('drain', () => connection.resume());
  local.on('close', () => {
    if (!isOpen) return;
    leave();
    connection.destroy();
  });

  connection.open(opening, gathered.chunks, gathered.hasEnded, {
    opened: (requestId) => events.opened(requestId),
    data: (piece) => local.write(piece),
    drain: () => local.resume(),
    fin: () => local.end(),
    finished: leave,
    denied(why) {
      leave();
      events.denied(why, gathered.chunks[0] ?? new Uint8Array(0));
    },
    closed(why) {
      if (!isOpen) return;
      leave();
      local.resetAndDestroy();
      events.cut(why);
    },
  });
  gathered.chunks.length = Math.min(gathered.chunks.length, 1);
  local.resume();
}
