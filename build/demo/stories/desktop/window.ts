// Measures the window: from the click to the first paint, what stays of it when it is closed, and the memory of both.

import { setTimeout as sleep } from 'node:timers/promises';
import { value } from '../../tell.ts';
import type { StoryWorld } from '../story.ts';
import { memoryOf, processTree } from './process-tree.ts';
import { closeWindow, type Desktop, openWindow } from './program.ts';

/** Memory is looked at when nothing has happened for this long. */
const quietMs = 1_500;

export async function tellWindow({ tell, outcome, stage }: StoryWorld, shell: Desktop): Promise<void> {
  await tell.step('window', 'The window opens in a moment, and leaves nothing behind', async () => {
    const pid = shell.app.process().pid;
    if (pid === undefined || outcome.desktop === null) throw new Error('the app has no process');
    await closeWindow(shell);
    const openedAt = Date.now();
    const page = await openWindow(shell);
    const paintedAt: unknown = await page.evaluate(firstPaint);
    if (typeof paintedAt !== 'number') throw new Error('the page was never painted');
    const firstPaintMs = Math.round(paintedAt - openedAt);
    await sleep(quietMs, undefined, { signal: stage.signal });
    const open = memoryOf(processTree(pid));
    await closeWindow(shell);
    await sleep(quietMs, undefined, { signal: stage.signal });
    const left = processTree(pid);
    const measured = {
      firstPaintMs,
      rendererProcessesAfterClose: left.filter(({ isRenderer }) => isRenderer).length,
      shellMiB: { open, closed: memoryOf(left) },
    };
    Object.assign(outcome.desktop, measured);
    return {
      value: undefined,
      facts: measured,
      lines: [
        value('first paint', `${firstPaintMs} ms after the click`),
        value('renderers', `${measured.rendererProcessesAfterClose} after it is closed`),
        value('memory', `${open} MiB open, ${measured.shellMiB.closed} MiB closed`),
      ],
    };
  });
}

/** When something was first to be seen, in milliseconds since 1970 (Paint Timing). */
const firstPaint = `new Promise((resolve) => {
  const found = () => performance.getEntriesByName('first-contentful-paint')[0];
  const tell = () => resolve(performance.timeOrigin + found().startTime);
  if (found()) tell();
  else new PerformanceObserver(() => found() && tell()).observe({ type: 'paint', buffered: true });
})`;
