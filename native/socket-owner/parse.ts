// Finds one socket in the text of /proc/net/tcp or /proc/net/tcp6 (proc(5)).

import type { SocketName } from './inet-diag.ts';
import type { KernelSocket } from './tcp-state.ts';

/** The socket of exactly these addresses and ports, seen from its own side; null if the table has none. */
export function findSocket(table: string, name: SocketName): KernelSocket | null {
  const own = [spelled(name.address, name.port), mapped(name.address, name.port)];
  const peer = [spelled(name.peerAddress, name.peerPort), mapped(name.peerAddress, name.peerPort)];
  for (const line of table.split('\n')) {
    // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode …
    const [, local = '', remote = '', state = '', , , , uid = '', , inode = ''] = line.trim().split(/\s+/);
    if (own.includes(local) && peer.includes(remote))
      return { state: Number.parseInt(state, 16), uid: Number(uid), inode: Number(inode) };
  }
  return null;
}

/** The kernel prints addresses as 32-bit words of the machine, which is little-endian wherever we run. */
function spelled(address: Buffer, port: number): string {
  const word = Buffer.from(address).reverse().toString('hex').toUpperCase();
  return `${word}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
}

function mapped(address: Buffer, port: number): string {
  return `0000000000000000FFFF0000${spelled(address, port)}`;
}
