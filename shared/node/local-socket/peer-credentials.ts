// Asks the kernel which process is at the other end of a connected Unix socket.

import type { Socket } from 'node:net';
import process from 'node:process';
import type { LibraryHandle } from 'koffi';
import { z } from 'zod';
import type { Caller } from './caller.ts';

/** Asks about one connected socket; on the client's side it names the process that listens. Never throws. */
export type PeerCredentials = (socket: Socket) => Caller;

/** Loads the question for this system. Where it cannot be asked every caller is unknown, and so may do nothing. */
export async function loadPeerCredentials(platform: NodeJS.Platform = process.platform): Promise<PeerCredentials> {
  const ask = askers[platform];
  if (ask === undefined) return () => ({ kind: 'unknown', reason: `not determinable on ${platform}` });
  try {
    const { default: koffi } = await import('koffi');
    return guarded(ask(koffi.load(null)));
  } catch {
    return () => ({ kind: 'unknown', reason: 'the interface to the system library cannot be loaded' });
  }
}

type Ask = (descriptor: number) => Caller;

const askers: Partial<Record<NodeJS.Platform, (library: LibraryHandle) => Ask>> = {
  linux: askLinux,
  darwin: askDarwin,
};

/** Node shows the descriptor of a socket only on its undocumented handle: anything unexpected there is `unknown`. */
const withDescriptor = z.object({ _handle: z.object({ fd: z.int().min(0) }) });

function guarded(ask: Ask): PeerCredentials {
  return (socket) => {
    const handle = withDescriptor.safeParse(socket);
    if (!handle.success) return { kind: 'unknown', reason: 'the socket is closed' };
    try {
      return ask(handle.data._handle.fd);
    } catch {
      return { kind: 'unknown', reason: 'the system library cannot be called' };
    }
  };
}

// Values of asm-generic/socket.h, which x86-64, ARM and RISC-V share; other processors have others.
const solSocket = 1;
const soPeercred = 17;
const soPeergroups = 59;
const processors = new Set(['x64', 'arm64', 'arm', 'riscv64']);
const mostGroups = 65_536;

function askLinux(library: LibraryHandle): Ask {
  const getsockopt = library.func(
    'int getsockopt(int fd, int level, int name, _Out_ uint8_t *value, _Inout_ uint32_t *length)',
  );

  function groupsOf(descriptor: number): number[] | null {
    const bytes = Buffer.alloc(mostGroups * 4);
    const length = [bytes.length];
    if (getsockopt(descriptor, solSocket, soPeergroups, bytes, length) !== 0) return null;
    return Array.from({ length: (length[0] ?? 0) / 4 }, (_, at) => bytes.readUInt32LE(at * 4));
  }

  return (descriptor) => {
    if (!processors.has(process.arch)) return { kind: 'unknown', reason: `not known how to ask on ${process.arch}` };
    const bytes = Buffer.alloc(12);
    const length = [bytes.length];
    if (getsockopt(descriptor, solSocket, soPeercred, bytes, length) !== 0 || length[0] !== bytes.length)
      return { kind: 'unknown', reason: 'the kernel did not answer' };
    const pid = bytes.readInt32LE(0);
    // A socket without a peer has pid 0 and the uid -1; a peer of another pid namespace has pid 0.
    if (pid <= 0) return { kind: 'unknown', reason: 'the caller is no process of this namespace' };
    const groups = groupsOf(descriptor);
    return { kind: 'known', pid, uid: bytes.readUInt32LE(4), gid: bytes.readUInt32LE(8), groups };
  };
}

/** macOS (not run yet): getpeereid names user and group, LOCAL_PEERPID (SOL_LOCAL) the process. */
function askDarwin(library: LibraryHandle): Ask {
  const getpeereid = library.func('int getpeereid(int fd, _Out_ uint32_t *uid, _Out_ uint32_t *gid)');
  const getsockopt = library.func(
    'int getsockopt(int fd, int level, int name, _Out_ uint8_t *value, _Inout_ uint32_t *length)',
  );
  const solLocal = 0;
  const localPeerPid = 2;
  return (descriptor) => {
    const [uid, gid, bytes, length] = [[0], [0], Buffer.alloc(4), [4]];
    if (getpeereid(descriptor, uid, gid) !== 0) return { kind: 'unknown', reason: 'the kernel did not answer' };
    if (getsockopt(descriptor, solLocal, localPeerPid, bytes, length) !== 0)
      return { kind: 'unknown', reason: 'the kernel did not name the process' };
    const [peerUid, peerGid] = [uid[0], gid[0]];
    if (peerUid === undefined || peerGid === undefined) return { kind: 'unknown', reason: 'the kernel did not answer' };
    return { kind: 'known', pid: bytes.readInt32LE(0), uid: peerUid, gid: peerGid, groups: null };
  };
}
