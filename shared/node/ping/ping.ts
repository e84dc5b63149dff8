// Sends one ICMP echo request and waits for its answer, on sockets that Node itself does not have.

import { isIP } from 'node:net';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import ipaddr from 'ipaddr.js';
import type { LibraryHandle } from 'koffi';
import { type EchoRequest, echoRequest, type IpFamily, isReplyTo } from './echo.ts';

export type PingOutcome = { readonly kind: 'answered' } | { readonly kind: 'missed'; readonly why: string };

/** Gives up when the signal says so. Never throws. */
export type Ping = (address: string, signal: AbortSignal) => Promise<PingOutcome>;

/**
 * Linux alone: as root, or as a user whose group is in `net.ipv4.ping_group_range` (every group, where systemd sets it).
 * Elsewhere, or without the right to, every ping is missed and says why.
 */
export async function loadPing(platform: NodeJS.Platform = process.platform): Promise<Ping> {
  if (platform !== 'linux') return async () => missed(`ping cannot be sent on ${platform} yet`);
  try {
    const { default: koffi } = await import('koffi');
    const calls = linuxCalls(koffi.load(null));
    return (address, signal) => ping(calls, address, signal);
  } catch {
    return async () => missed('the interface to the system library cannot be loaded');
  }
}

/** How often it is looked whether the answer has come. */
const lookEveryMs = 10;

async function ping(calls: LinuxCalls, address: string, signal: AbortSignal): Promise<PingOutcome> {
  const family = isIP(address);
  if (family !== 4 && family !== 6) return missed('not an address');
  const socket = calls.openIcmp(family);
  if (socket < 0) return missed('this system does not let the gateway send pings (net.ipv4.ping_group_range)');
  try {
    const request = echoRequest(family);
    if (!calls.connect(socket, socketAddress(family, address))) return missed('no route');
    if (!calls.send(socket, request.bytes)) return missed('the echo request could not be sent');
    return await answerTo(request, () => calls.receive(socket), signal);
  } finally {
    calls.close(socket);
  }
}

async function answerTo(request: EchoRequest, receive: () => Buffer | null, signal: AbortSignal): Promise<PingOutcome> {
  while (!signal.aborted) {
    for (let datagram = receive(); datagram !== null; datagram = receive())
      if (isReplyTo(request, datagram)) return { kind: 'answered' };
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
  return missed('no answer in time');
}

interface LinuxCalls {
  /** A descriptor, or less than 0. */
  openIcmp(family: IpFamily): number;
  connect(socket: number, address: Buffer): boolean;
  send(socket: number, bytes: Buffer): boolean;
  /** The next datagram that has come; null if there is none. */
  receive(socket: number): Buffer | null;
  close(socket: number): void;
}

// Values of Linux's socket.h and in.h, the same on every processor that Node runs on.
const addressFamily = { 4: 2, 6: 10 } as const;
const icmpProtocol = { 4: 1, 6: 58 } as const;
const datagramSocket = 2;
const rawSocket = 3;
const nonBlockingCloseOnExec = 0o2_004_000;
const largestDatagram = 2_048;

function linuxCalls(library: LibraryHandle): LinuxCalls {
  const open = library.func('int socket(int family, int type, int protocol)');
  const connect = library.func('int connect(int fd, const uint8_t *address, uint32_t length)');
  const send = library.func('intptr_t send(int fd, const uint8_t *bytes, size_t length, int flags)');
  const receive = library.func('intptr_t recv(int fd, _Out_ uint8_t *bytes, size_t length, int flags)');
  const close = library.func('int close(int fd)');
  const room = Buffer.alloc(largestDatagram);
  return {
    openIcmp(family) {
      // The first needs no privilege but the group; the second needs no group but the privilege.
      for (const type of [datagramSocket, rawSocket]) {
        const socket = Number(open(addressFamily[family], type | nonBlockingCloseOnExec, icmpProtocol[family]));
        if (socket >= 0) return socket;
      }
      return -1;
    },
    connect: (socket, address) => connect(socket, address, address.length) === 0,
    send: (socket, bytes) => Number(send(socket, bytes, bytes.length, 0)) === bytes.length,
    receive(socket) {
      const length = Number(receive(socket, room, room.length, 0));
      return length < 0 ? null : Buffer.from(room.subarray(0, length));
    },
    close: (socket) => void close(socket),
  };
}

/** `sockaddr_in` and `sockaddr_in6`. */
function socketAddress(family: IpFamily, address: string): Buffer {
  const bytes = Buffer.alloc(family === 4 ? 16 : 28);
  bytes.writeUInt16LE(addressFamily[family], 0);
  if (family === 4) Buffer.from(ipaddr.parse(address).toByteArray()).copy(bytes, 4);
  else Buffer.from(ipaddr.parse(address).toByteArray()).copy(bytes, 8);
  return bytes;
}

function missed(why: string): PingOutcome {
  return { kind: 'missed', why };
}
