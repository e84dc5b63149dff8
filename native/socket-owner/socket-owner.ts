// Which user of this machine is at the other end of a loopback TCP connection.

/** A TCP connection as the accepting end sees it: `local…` is ours, `remote…` the client's. */
export interface TcpConnection {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/** The owner of the client's socket. `inode` names that socket, for `programOf`. */
export interface KnownSocketOwner {
  readonly kind: 'known';
  readonly uid: number;
  readonly inode: number;
}

/** `gone`: there is no such socket, or nobody holds it any more, so that its uid means nothing. */
export type SocketOwner =
  | KnownSocketOwner
  | { readonly kind: 'unknown'; readonly reason: 'gone' | 'not-ipv4' | 'unreadable' | 'unsupported' };

/** A process that holds a socket. */
export interface SocketProgram {
  readonly pid: number;
  /** Path of its executable. */
  readonly program: string;
}

export interface SocketOwners extends AsyncDisposable {
  /**
   * Asks the kernel, now, who owns the client's end. Never rejects; unknown means that nothing may be granted. The client
   * may have handed the socket to others: the uid is that of its maker.
   */
  ownerOfConnection(connection: TcpConnection): Promise<SocketOwner>;
  /** Best effort and slow (it looks through all processes): for logs, never for decisions. Null if not found. */
  programOf(owner: KnownSocketOwner): Promise<SocketProgram | null>;
}

/** For systems where nobody can be asked yet: macOS (libproc), Windows (GetExtendedTcpTable). */
export const noSocketOwners: SocketOwners = {
  ownerOfConnection: async () => ({ kind: 'unknown', reason: 'unsupported' }),
  programOf: async () => null,
  [Symbol.asyncDispose]: async () => undefined,
};
