// Lets something happen at an even rate, whatever happened to what came before it (an open loop).

export interface Pace extends Disposable {
  /** From now on so many times a second. */
  set(perSecond: number): void;
}

/** The turns that are due: how often it should have happened by now, less how often it did. */
export function dueTurns(elapsedMs: number, perSecond: number, done: number): number {
  return Math.max(0, Math.floor((elapsedMs * perSecond) / 1_000) - done);
}

const tickMs = 5;

export function startPace(turn: () => void): Pace {
  let rate = 0;
  let began = performance.now();
  let done = 0;
  const timer = setInterval(() => {
    for (let left = dueTurns(performance.now() - began, rate, done); left > 0; left -= 1) {
      done += 1;
      turn();
    }
  }, tickMs);
  return {
    set(perSecond) {
      rate = perSecond;
      began = performance.now();
      done = 0;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
