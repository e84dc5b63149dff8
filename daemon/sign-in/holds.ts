// Knows which connections wait for their user to sign in, and wakes them.

/** A connection that waits. Disposing ends that it is wanted. */
export interface Hold extends Disposable {
  /** True once its user is verified; false if the sign-in was given up, or the signal ends the wait. */
  signedIn(signal: AbortSignal): Promise<boolean>;
}

/** The connections of one user that may wait at a time: one program that loops must not have them all. */
export const mostHolds = 64;

interface Waiting {
  readonly uid: number;
  readonly destination: string;
  wake: ((isSignedIn: boolean) => void) | null;
}

export class Holds {
  readonly #waiting = new Set<Waiting>();
  readonly #isVerified: (uid: number) => boolean;
  readonly #changed: () => void;

  /** @param changed what some user wants is other than before */
  constructor(isVerified: (uid: number) => boolean, changed: () => void) {
    this.#isVerified = isVerified;
    this.#changed = changed;
  }

  /** Null: too many of this user wait already. */
  hold(uid: number, destination: string): Hold | null {
    if (this.#of(uid).length >= mostHolds) return null;
    const waiting: Waiting = { uid, destination, wake: null };
    this.#waiting.add(waiting);
    this.#changed();
    return {
      signedIn: (signal) => this.#signedIn(waiting, signal),
      [Symbol.dispose]: () => {
        if (this.#waiting.delete(waiting)) this.#changed();
      },
    };
  }

  /** The users who want something, each with where to. */
  wanted(): ReadonlyMap<number, readonly string[]> {
    const byUser = Map.groupBy(this.#waiting, ({ uid }) => uid);
    return new Map([...byUser].map(([uid, waiting]) => [uid, [...new Set(waiting.map((each) => each.destination))]]));
  }

  /** They are verified, or it was given up. */
  wake(uid: number, isSignedIn: boolean): void {
    for (const waiting of this.#of(uid)) waiting.wake?.(isSignedIn);
  }

  giveUpAll(): void {
    for (const waiting of this.#waiting) waiting.wake?.(false);
  }

  #of(uid: number): readonly Waiting[] {
    return [...this.#waiting].filter((each) => each.uid === uid);
  }

  #signedIn(waiting: Waiting, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.#isVerified(waiting.uid)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (isSignedIn: boolean) => {
        waiting.wake = null;
        signal.removeEventListener('abort', giveUp);
        resolve(isSignedIn);
      };
      const giveUp = () => settle(false);
      waiting.wake = settle;
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }
}
