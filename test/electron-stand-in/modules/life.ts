// Knows what is open in this process, so that the app's end can close all of it.

import type { Chromium } from '../browser/chromium.ts';

/** The browser, once the app's windows may be opened. */
export const browser = Promise.withResolvers<Chromium>();

const closing = new Set<Promise<unknown>>();

/** Something that goes on after its caller returned and has to be finished before the process ends. */
export function finishBeforeEnd(work: Promise<unknown>): void {
  const settled: Promise<unknown> = work.catch(() => undefined).finally(() => closing.delete(settled));
  closing.add(settled);
}

export async function allFinished(): Promise<void> {
  while (closing.size > 0) await Promise.all(closing);
}
