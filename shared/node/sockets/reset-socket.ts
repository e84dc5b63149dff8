// Ends a TCP connection with a reset, also in the moment in which its own end is on the way.

import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';

/**
 * Drops what is buffered and resets. While the kernel is being told of an end, libuv refuses a reset (EINVAL) and Node then
 * loses the open descriptor for ever: in that moment the reset waits until the end has been told.
 * @param ending what is written to and ended, where that is not the socket itself: the TLS socket over it
 */
export function resetSocket(socket: Socket, ending: Writable = socket): void {
  if (socket.destroyed) return;
  const isBeingTold = ending.writableEnded && !ending.writableFinished && ending.writableLength === 0;
  if (!isBeingTold || ending.destroyed) return void socket.resetAndDestroy();
  ending.once('finish', () => {
    if (!socket.destroyed) socket.resetAndDestroy();
  });
}
