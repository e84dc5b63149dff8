// Runs something at most so often: at once when it was quiet, and once more at the end of a flood.

export interface Coalesced extends Disposable {
  (): void;
}

export function coalesce(run: () => void, everyMs: number): Coalesced {
  let timer: NodeJS.Timeout | null = null;
  let isDue = false;

  function quiet(): void {
    timer = null;
    if (isDue) ring();
  }
  function ring(): void {
    if (timer !== null) {
      isDue = true;
      return;
    }
    isDue = false;
    timer = setTimeout(quiet, everyMs);
    run();
  }
  return Object.assign(ring, {
    [Symbol.dispose]() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      isDue = false;
    },
  });
}
