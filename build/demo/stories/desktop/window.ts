// The window opens in a moment, and leaves nothing behind when it is closed.

import { value } from '../../tell.ts';
import type { StoryWorld } from '../story.ts';
import { measureWindow } from './measure-window.ts';
import type { Desktop } from './program.ts';

export async function tellWindow({ tell, outcome, stage }: StoryWorld, shell: Desktop): Promise<void> {
  await tell.step('window', 'The window opens in a moment, and leaves nothing behind', async () => {
    const { readyMs: _ready, mainMiB: _main, ...measured } = await measureWindow(shell, stage.signal);
    if (outcome.desktop !== null) Object.assign(outcome.desktop, measured);
    return {
      value: undefined,
      facts: measured,
      lines: [
        value('first paint', `${measured.firstPaintMs} ms after the click`),
        value('renderers', `${measured.rendererProcessesAfterClose} after it is closed`),
        value('memory', `${measured.shellMiB.open} MiB open, ${measured.shellMiB.closed} MiB closed`),
      ],
    };
  });
}
