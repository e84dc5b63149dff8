// Writes an ICMP echo request, and tells whether a datagram is the answer to it.

import { randomBytes } from 'node:crypto';

export type IpFamily = 4 | 6;

export interface EchoRequest {
  readonly family: IpFamily;
  readonly bytes: Buffer;
  /** Random: nothing else on the network carries it. */
  readonly token: Buffer;
}

const requestType = { 4: 8, 6: 128 } as const;
const replyType = { 4: 0, 6: 129 } as const;

export function echoRequest(family: IpFamily): EchoRequest {
  const token = randomBytes(16);
  const bytes = Buffer.concat([
    Buffer.from([requestType[family], 0, 0, 0]),
    randomBytes(2),
    Buffer.from([0, 1]),
    token,
  ]);
  // The kernel writes the sum of ICMPv6 itself, which covers addresses, too.
  if (family === 4) bytes.writeUInt16BE(internetChecksum(bytes), 2);
  return { family, bytes, token };
}

/** @param datagram as received; on a raw IPv4 socket with its IP header. The kernel may have changed identifier and sum */
export function isReplyTo(request: EchoRequest, datagram: Buffer): boolean {
  const hasIpHeader = request.family === 4 && (datagram[0] ?? 0) >> 4 === 4;
  const icmp = hasIpHeader ? datagram.subarray(((datagram[0] ?? 0) & 0x0f) * 4) : datagram;
  return icmp[0] === replyType[request.family] && icmp.subarray(8).equals(request.token);
}

/** RFC 1071. */
function internetChecksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at + 1 < bytes.length; at += 2) sum += bytes.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
