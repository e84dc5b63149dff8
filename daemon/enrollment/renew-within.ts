// Renews at a random moment within a time, when the EMS asks all its devices to: not all of them at once.

export interface RenewWithin extends Disposable {
  /** What the newest profile says: the time, or null when nothing is to be renewed (any more). */
  told(withinMs: number | null): void;
}

/** A renewal that did not come about is tried again after so long, for as long as the EMS asks for it. */
const againMs = 61_000;

export function renewWithin(renew: () => Promise<void>, random: () => number): RenewWithin {
  let timer: NodeJS.Timeout | null = null;

  function arm(delayMs: number): void {
    timer = setTimeout(() => {
      renew().then(
        () => (timer === null ? undefined : arm(againMs)),
        () => undefined,
      );
    }, delayMs);
  }

  function disarm(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  return {
    told(withinMs) {
      if (withinMs === null) disarm();
      // Profiles come often; each would put the moment off.
      else if (timer === null) arm(withinMs * random());
    },
    [Symbol.dispose]: disarm,
  };
}
