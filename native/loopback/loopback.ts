// Loopback addresses to listen on, one per destination.

import { isIPv4 } from 'node:net';

/** Makes addresses of 127/8 usable. Whether a port there is free is for the listener to find out (EADDRINUSE). */
export interface Loopback {
  /**
   * Afterwards a listener can bind this address, until the result is disposed. Preparing what is there already changes
   * nothing; one prepared several times stays until the last is disposed.
   * @throws RangeError for an address outside 127/8 (a bug), AppError `command-failed` if the system refuses
   */
  prepare(address: string): Promise<AsyncDisposable>;
}

/** Linux and Windows: all of 127/8 is bound to the loopback interface from the start. */
export const loopbackReady: Loopback = {
  async prepare(address) {
    checkLoopback(address);
    return { [Symbol.asyncDispose]: async () => undefined };
  },
};

/** @throws RangeError */
export function checkLoopback(address: string): void {
  if (!isIPv4(address) || !address.startsWith('127.')) throw new RangeError(`${address} is no loopback address`);
}
