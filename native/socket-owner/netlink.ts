// Asks the kernel for one TCP socket over a netlink socket: constant time, however many connections there are.

import { type DiagAnswer, diagRequest, readDiagAnswer, type SocketName } from './inet-diag.ts';

export interface SocketDiag {
  /** Answers at once; `failed` if the kernel does not. */
  ask(name: SocketName): DiagAnswer;
  close(): void;
}

const addressFamilyNetlink = 16;
const socketRaw = 3;
const closeOnExec = 0o2000000;
const netlinkSockDiag = 4;
const doNotWait = 0x40;
const tryAgain = 11;

/** Opens the socket to the kernel; null where it cannot be had. */
export async function openSocketDiag(): Promise<SocketDiag | null> {
  try {
    const { default: koffi } = await import('koffi');
    const library = koffi.load(null);
    const socket = library.func('int socket(int domain, int type, int protocol)');
    const send = library.func('intptr_t send(int fd, const void *bytes, size_t length, int flags)');
    const receive = library.func(
      'intptr_t recvfrom(int fd, _Out_ void *bytes, size_t length, int flags, _Out_ void *from, _Inout_ uint32_t *fromLength)',
    );
    const close = library.func('int close(int fd)');
    const descriptor: number = socket(addressFamilyNetlink, socketRaw | closeOnExec, netlinkSockDiag);
    if (descriptor < 0) return null;
    const buffer = Buffer.alloc(4_096);
    const from = Buffer.alloc(12);
    const fromLength = [from.length];
    let sequence = 0;

    function ask(name: SocketName): DiagAnswer {
      sequence = (sequence + 1) >>> 0;
      const request = diagRequest(name, sequence);
      if (send(descriptor, request, request.length, 0) !== request.length)
        return { kind: 'failed', errno: koffi.errno() };
      // The kernel answers before `send` returns. What is left over from an earlier question is passed over.
      for (;;) {
        fromLength[0] = from.length;
        const length: number = receive(descriptor, buffer, buffer.length, doNotWait, from, fromLength);
        if (length < 0) return { kind: 'failed', errno: koffi.errno() || tryAgain };
        // Port id 0 is the kernel; nobody else is believed.
        if (from.readUInt32LE(4) !== 0) continue;
        const answer = readDiagAnswer(buffer.subarray(0, length), name, sequence);
        if (answer.kind !== 'other') return answer;
      }
    }

    return { ask, close: () => void close(descriptor) };
  } catch {
    return null;
  }
}
