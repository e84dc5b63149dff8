// Knows which connections of a device carry nothing, and keeps them few; those that carry something are counted as streams.

import type { ClientConnection } from './client-connection.ts';

/** A stream's last bytes are on their way when its connection becomes idle, and the device may close it by itself. */
const graceMs = 2_000;

export class IdleConnections {
  readonly #most: () => number;
  /** By uid: since when, the one that has been idle longest first. */
  readonly #idle = new Map<string, Map<ClientConnection, number>>();
  readonly #uids = new WeakMap<ClientConnection, string>();

  /** @param most per device; asked each time */
  constructor(most: () => number) {
    this.#most = most;
  }

  /** Counts a new connection of a device; false if the device has as many as it may. */
  enter(uid: string, connection: ClientConnection): boolean {
    if ((this.#idle.get(uid)?.size ?? 0) >= this.#most()) return false;
    this.#uids.set(connection, uid);
    this.#add(uid, connection);
    connection.tls.on('close', () => this.#remove(uid, connection));
    return true;
  }

  /** It carries something from now on; the returned function says that it carries nothing again. */
  carrying(connection: ClientConnection): () => void {
    const uid = this.#uids.get(connection);
    if (uid === undefined) return () => undefined;
    this.#remove(uid, connection);
    return () => {
      if (!connection.ended && this.#add(uid, connection) > this.#most())
        setTimeout(() => this.#closeSurplus(uid), graceMs).unref();
    };
  }

  /** A device uses the latest first: the one idle longest is the one it expects least of. */
  #closeSurplus(uid: string): void {
    const theirs = this.#idle.get(uid) ?? new Map<ClientConnection, number>();
    const before = performance.now() - graceMs;
    for (const [oldest, since] of theirs) {
      if (theirs.size <= this.#most() || since > before) break;
      this.#remove(uid, oldest);
      oldest.reset();
    }
  }

  /** Returns how many there are now. */
  #add(uid: string, connection: ClientConnection): number {
    const theirs = this.#idle.get(uid) ?? new Map<ClientConnection, number>();
    this.#idle.set(uid, theirs);
    return theirs.set(connection, performance.now()).size;
  }

  #remove(uid: string, connection: ClientConnection): void {
    const theirs = this.#idle.get(uid);
    theirs?.delete(connection);
    if (theirs?.size === 0) this.#idle.delete(uid);
  }
}
