// Opens the window once and looks: how long until something is seen, what it costs, and what stays when it is closed.

import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf, processTree } from './process-tree.ts';
import { closeWindow, type Desktop, openWindow } from './program.ts';

export interface MeasuredWindow {
  /** From the click to the first contentful paint (Paint Timing). */
  readonly firstPaintMs: number;
  /** From the click until the page shows how the device stands. */
  readonly readyMs: number;
  readonly rendererProcessesAfterClose: number;
  /** Of the shell and all its processes. */
  readonly shellMiB: { readonly open: number; readonly closed: number };
  /** Of its main process alone, with the window closed. */
  readonly mainMiB: number;
}

/** Memory is looked at when nothing has happened for this long. */
const quietMs = 1_500;

/** The window is closed before and afterwards. */
export async function measureWindow(shell: Desktop, signal: AbortSignal): Promise<MeasuredWindow> {
  const pid = shell.app.process().pid;
  if (pid === undefined) throw new Error('the app has no process');
  await closeWindow(shell);
  const clickedAt = Date.now();
  const page = await openWindow(shell);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const readyMs = Date.now() - clickedAt;
  const paintedAt: unknown = await page.evaluate(firstPaint);
  if (typeof paintedAt !== 'number') throw new Error('the page was never painted');
  await sleep(quietMs, undefined, { signal });
  const open = memoryOf(processTree(pid));
  await closeWindow(shell);
  await sleep(quietMs, undefined, { signal });
  const left = processTree(pid);
  return {
    firstPaintMs: Math.round(paintedAt - clickedAt),
    readyMs,
    rendererProcessesAfterClose: left.filter(({ isRenderer }) => isRenderer).length,
    shellMiB: { open, closed: memoryOf(left) },
    mainMiB: memoryOf(left.filter((each) => each.pid === pid)),
  };
}

/** In milliseconds since 1970. */
const firstPaint = `new Promise((resolve) => {
  const found = () => performance.getEntriesByName('first-contentful-paint')[0];
  const tell = () => resolve(performance.timeOrigin + found().startTime);
  if (found()) tell();
  else new PerformanceObserver(() => found() && tell()).observe({ type: 'paint', buffered: true });
})`;
