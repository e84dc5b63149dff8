// Tells a gateway that works from one that lets in only to drop at once; pure but for what it remembers.

/** A connection that stood this long has proved its gateway, carried or not. Milliseconds. */
const provingMs = 1_000;

export class Proving<C extends object> {
  readonly #madeAt = new WeakMap<C, number>();
  #dropsInARow = 0;

  /** True while the gateway has dropped connections at once and none has stood since. */
  get isInDoubt(): boolean {
    return this.#dropsInARow > 0;
  }

  made(connection: C, now: number): void {
    this.#madeAt.set(connection, now);
  }

  /** A connection has carried something: whatever becomes of it, it was no drop. */
  carried(connection: C): void {
    this.#madeAt.delete(connection);
    this.#dropsInARow = 0;
  }

  /** A connection has gone. How many were dropped at once by now, in a row; 0 if this one had stood. */
  lost(connection: C, now: number): number {
    const stood = now - (this.#madeAt.get(connection) ?? 0) >= provingMs;
    this.#dropsInARow = stood ? 0 : this.#dropsInARow + 1;
    return this.#dropsInARow;
  }
}
