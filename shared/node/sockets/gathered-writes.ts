// Gathers what comes in pieces of a TLS record into few large writes.

import type { Socket } from 'node:net';

/** A TLS read of this length is a full record: more is behind it, most likely. */
export const fullRecord = 16_384;

const gatherBytes = 256 * 1024;

/** One buffer for all sockets: it is filled and written within one turn of the event loop, and by one socket at a time. */
let buffer = Buffer.allocUnsafeSlow(gatherBytes);
let filled = 0;
let owner: GatheredWrites | null = null;

export class GatheredWrites {
  readonly #socket: Socket;
  readonly #congested: () => void;
  #willFlush = false;

  /** @param congested told when the kernel did not take everything: nothing more should come until 'drain' */
  constructor(socket: Socket, congested: () => void) {
    this.#socket = socket;
    this.#congested = congested;
  }

  /** Copies a piece, to be written with what follows; `readEnded` or `flush` has to come after it. */
  add(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; ) {
      if (owner !== this) owner?.flush();
      owner = this;
      const part = piece.subarray(at, at + gatherBytes - filled);
      buffer.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === gatherBytes) this.flush();
    }
  }

  /** All pieces of a read of this length were added: after a full record the rest of this turn is waited for. */
  readEnded(length: number): void {
    if (length < fullRecord) this.flush();
    else if (owner === this && !this.#willFlush) {
      this.#willFlush = true;
      setImmediate(() => {
        this.#willFlush = false;
        this.flush();
      });
    }
  }

  /** Writes what was gathered. */
  flush(): void {
    if (owner !== this) return;
    const socket = this.#socket;
    const gathered = buffer.subarray(0, filled);
    owner = null;
    filled = 0;
    if (socket.destroyed) return;
    const isBehind = socket.writableLength > 0;
    socket.write(isBehind ? Buffer.from(gathered) : gathered);
    if (socket.writableLength === 0) return;
    // What the kernel did not take at once is read from this memory later.
    if (!isBehind) buffer = Buffer.allocUnsafeSlow(gatherBytes);
    if (socket.writableNeedDrain) this.#congested();
  }

  /** Writes what was gathered, then ends the socket; one whose other half has ended, and that the kernel has all of, is closed. */
  end(): void {
    this.flush();
    if (this.#socket.readableEnded && this.#socket.writableLength === 0) this.#socket.destroy();
    else this.#socket.end();
  }
}
