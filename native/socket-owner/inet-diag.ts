// The message that asks the kernel for one TCP socket, and its answer (linux/inet_diag.h, linux/netlink.h).

import type { KernelSocket } from './tcp-state.ts';

/** One socket, named from its own side. */
export interface SocketName {
  readonly address: Buffer;
  readonly port: number;
  readonly peerAddress: Buffer;
  readonly peerPort: number;
}

/** `other`: an answer to another question. */
export type DiagAnswer =
  | { readonly kind: 'socket'; readonly socket: KernelSocket }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly errno: number }
  | { readonly kind: 'other' };

const sockDiagByFamily = 20;
const netlinkError = 2;
const flagRequest = 1;
const headerBytes = 16;
const requestBytes = headerBytes + 56;
const answerBytes = headerBytes + 72;
const addressFamilyIpv4 = 2;
const addressFamilyIpv6 = 10;
const protocolTcp = 6;
const anyState = 0xfff;
const noSuchEntry = 2;

export function diagRequest(name: SocketName, sequence: number): Buffer {
  const message = Buffer.alloc(requestBytes);
  message.writeUInt32LE(requestBytes, 0);
  message.writeUInt16LE(sockDiagByFamily, 4);
  message.writeUInt16LE(flagRequest, 6);
  message.writeUInt32LE(sequence, 8);
  message.writeUInt8(addressFamilyIpv4, 16);
  message.writeUInt8(protocolTcp, 17);
  message.writeUInt32LE(anyState, 20);
  message.writeUInt16BE(name.port, 24);
  message.writeUInt16BE(name.peerPort, 26);
  name.address.copy(message, 28);
  name.peerAddress.copy(message, 44);
  // No cookie: we know the addresses only.
  message.fill(0xff, 64, 72);
  return message;
}

/** Reads one answer. The kernel may answer with a listener on the same port: that is `none`. */
export function readDiagAnswer(message: Buffer, name: SocketName, sequence: number): DiagAnswer {
  if (message.length < headerBytes + 4 || message.readUInt32LE(8) !== sequence) return { kind: 'other' };
  const type = message.readUInt16LE(4);
  if (type === netlinkError) {
    const errno = -message.readInt32LE(headerBytes);
    return errno === noSuchEntry ? { kind: 'none' } : { kind: 'failed', errno };
  }
  if (type !== sockDiagByFamily || message.length < answerBytes) return { kind: 'other' };
  const isIt =
    message.readUInt16BE(20) === name.port &&
    message.readUInt16BE(22) === name.peerPort &&
    addressAt(message, 24)?.equals(name.address) === true &&
    addressAt(message, 40)?.equals(name.peerAddress) === true;
  if (!isIt) return { kind: 'none' };
  const [state, uid, inode] = [message.readUInt8(17), message.readUInt32LE(80), message.readUInt32LE(84)];
  return { kind: 'socket', socket: { state, uid, inode } };
}

/** An IPv4 address, also where an IPv6 socket carries it. */
function addressAt(message: Buffer, at: number): Buffer | null {
  const family = message.readUInt8(16);
  if (family === addressFamilyIpv4) return message.subarray(at, at + 4);
  const mapped = message.subarray(at, at + 12).toString('hex') === '00000000000000000000ffff';
  return family === addressFamilyIpv6 && mapped ? message.subarray(at + 12, at + 16) : null;
}
