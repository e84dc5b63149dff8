// Knows what is open in this process, so that the app's end can close all of it.

let browser: AsyncDisposable | null = null;

/** The browser that ends with the app. */
export function ownBrowser(started: AsyncDisposable): void {
  browser = started;
}

const closing = new Set<Promise<unknown>>();

/** Something that goes on after its caller returned and has to be finished before the process ends. */
export function finishBeforeEnd(work: Promise<unknown>): void {
  const settled: Promise<unknown> = work.catch(() => undefined).finally(() => closing.delete(settled));
  closing.add(settled);
}

export async function allFinished(): Promise<void> {
  while (closing.size > 0) await Promise.all(closing);
  await browser?.[Symbol.asyncDispose]();
}
