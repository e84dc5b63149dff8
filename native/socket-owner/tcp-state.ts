// What the kernel says of one TCP socket, and whether its owner can be believed.

import { isIPv4 } from 'node:net';
import type { SocketOwner } from './socket-owner.ts';

/** One socket of the kernel's tables. */
export interface KernelSocket {
  /** Number of the state, as in the kernel's tcp_states.h. */
  readonly state: number;
  readonly uid: number;
  /** 0 once no process holds the socket. */
  readonly inode: number;
}

/** ESTABLISHED, FIN_WAIT1, FIN_WAIT2, CLOSE_WAIT: a process may still hold it. */
const held = new Set([1, 4, 5, 8]);

/**
 * The owner, if a process holds the socket. One that nobody holds has inode 0, and many kernels then say uid 0: taken at
 * its word, everybody could pass for root by closing at once.
 */
export function ownerFrom(socket: KernelSocket): SocketOwner {
  if (socket.inode === 0 || !held.has(socket.state)) return { kind: 'unknown', reason: 'gone' };
  return { kind: 'known', uid: socket.uid, inode: socket.inode };
}

/** The four bytes of an IPv4 address, also of one mapped into IPv6; null for anything else. */
export function ipv4Bytes(address: string): Buffer | null {
  const bare = address.toLowerCase().startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  return isIPv4(bare) ? Buffer.from(bare.split('.').map(Number)) : null;
}
