// Counts connections per address and per device, so that nobody takes what belongs to all.

/** Limits that no file changes; those of devices stand under `limits` in the configuration. */
export const limits = {
  anonymousPerAddress: 32,
  /** At web hosts that take visitors without a certificate: offices of browsers behind one address. */
  anonymousWebPerAddress: 256,
  /** Before the handshake nobody can be told anything: far more than this are reset. */
  handshakesPerAddress: 128,
} as const;

/** Counts by key; forgets keys that are back at zero. */
export class Tally {
  readonly #counts = new Map<string, number>();

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** Counts one; the returned function takes it back, once. */
  add(key: string): () => void {
    this.#counts.set(key, this.of(key) + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const left = this.of(key) - 1;
      if (left > 0) this.#counts.set(key, left);
      else this.#counts.delete(key);
    };
  }
}
