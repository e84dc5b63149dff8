// The streams that wait for a connection, first come first served.

import type { TunnelConnection } from './connection.ts';
import type { DialFailure } from './dial.ts';

export type Taken = { readonly kind: 'taken'; readonly connection: TunnelConnection } | DialFailure;

export class Waiters {
  readonly #waiting = new Set<(outcome: Taken) => void>();

  get size(): number {
    return this.#waiting.size;
  }

  /** Waits for an outcome. Rejects with the signal's reason when aborted; then nothing is given to it any more. */
  wait(signal: AbortSignal): Promise<Taken> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(take);
        reject(signal.reason);
      };
      const take = (outcome: Taken) => {
        signal.removeEventListener('abort', leave);
        resolve(outcome);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.add(take);
    });
  }

  /** Gives an outcome to the first; whether there was one. */
  give(outcome: Taken): boolean {
    const [first] = this.#waiting;
    if (first === undefined) return false;
    this.#waiting.delete(first);
    first(outcome);
    return true;
  }

  failAll(failure: DialFailure): void {
    while (this.give(failure));
  }
}
