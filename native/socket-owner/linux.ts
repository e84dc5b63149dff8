// Asks Linux for the owner of a connection: netlink first, the kernel's text tables where that fails.

import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import path from 'node:path';
import type { SocketName } from './inet-diag.ts';
import { openSocketDiag, type SocketDiag } from './netlink.ts';
import { findSocket } from './parse.ts';
import type { KnownSocketOwner, SocketOwner, SocketOwners, SocketProgram, TcpConnection } from './socket-owner.ts';
import { ipv4Bytes, ownerFrom } from './tcp-state.ts';

export interface LinuxOptions {
  /** Another directory in tests. */
  readonly procDirectory?: string;
  /** Replaced in tests; null means that the kernel cannot be asked this way. */
  readonly openDiag?: () => Promise<SocketDiag | null>;
}

export function socketOwnersOfLinux(options: LinuxOptions = {}): SocketOwners {
  const proc = options.procDirectory ?? '/proc';
  let diag: Promise<SocketDiag | null> | null = null;

  async function ownerOfConnection(connection: TcpConnection): Promise<SocketOwner> {
    const name = clientOf(connection);
    if (name === null) return { kind: 'unknown', reason: 'not-ipv4' };
    diag ??= (options.openDiag ?? openSocketDiag)();
    const answer = (await diag)?.ask(name) ?? { kind: 'none' };
    // `none` may also mean that this kernel lacks the module.
    return answer.kind === 'socket' ? ownerFrom(answer.socket) : await ownerInTables(proc, name);
  }

  return {
    ownerOfConnection,
    programOf: (owner) => programOf(proc, owner),
    async [Symbol.asyncDispose]() {
      (await diag)?.close();
      diag = Promise.resolve(null);
    },
  };
}

/** The other end's socket, named from its own side. */
function clientOf(connection: TcpConnection): SocketName | null {
  const [address, peerAddress] = [ipv4Bytes(connection.remoteAddress), ipv4Bytes(connection.localAddress)];
  if (address === null || peerAddress === null) return null;
  return { address, port: connection.remotePort, peerAddress, peerPort: connection.localPort };
}

async function ownerInTables(proc: string, name: SocketName): Promise<SocketOwner> {
  const tables = await Promise.all(
    // A machine without IPv6 has no tcp6.
    ['tcp', 'tcp6'].map((table) => readFile(path.join(proc, 'net', table), 'latin1').catch(() => null)),
  );
  if (tables[0] === null) return { kind: 'unknown', reason: 'unreadable' };
  for (const table of tables) {
    const found = table ? findSocket(table, name) : null;
    if (found !== null) return ownerFrom(found);
  }
  return { kind: 'unknown', reason: 'gone' };
}

async function programOf(proc: string, owner: KnownSocketOwner): Promise<SocketProgram | null> {
  const wanted = `socket:[${owner.inode}]`;
  const pids = (await readdir(proc)).filter((entry) => /^\d+$/.test(entry));
  for (const pid of pids) {
    const process = path.join(proc, pid);
    const isOwners = (await stat(process).catch(() => null))?.uid === owner.uid;
    if (isOwners && (await holds(process, wanted))) {
      const program = await readlink(path.join(process, 'exe')).catch(() => null);
      return program === null ? null : { pid: Number(pid), program };
    }
  }
  return null;
}

async function holds(process: string, wanted: string): Promise<boolean> {
  const descriptors = await readdir(path.join(process, 'fd')).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(path.join(process, 'fd', descriptor)).catch(() => null);
    if (target === wanted) return true;
  }
  return false;
}
