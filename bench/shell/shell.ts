// Measures the desktop app: from the click to the window, and the memory of the shell with its window open and closed.

import { type MeasuredWindow, measureWindow } from '../../build/demo/stories/desktop/measure-window.ts';
import { openDesktop } from '../../build/demo/stories/desktop/program.ts';
import { enrolledDevice } from '../../build/demo/stories/path/enrolled-device.ts';
import { servicesOf } from '../../build/demo/stories/path/services.ts';
import { shellPackages } from '../../build/set-up/packages.ts';
import type { Bench, BenchReport } from '../bench.ts';
import { onStage } from '../stage.ts';
import { reportOf } from './report.ts';

export const shell: Bench = {
  name: 'shell',
  sentence: 'the desktop app: from the click to the window, and its memory with the window open and closed',
  packages: shellPackages,
  run: ({ size, progress, signal }) =>
    onStage({ signal, say: progress }, async ({ stage, tell, outcome }): Promise<BenchReport> => {
      const story = { stage, tell, outcome, sinceStart: () => performance.now() };
      await using agent = await enrolledDevice(story);
      outcome.destinations = Object.values(await servicesOf(agent));
      const { value: desktop } = await openDesktop(story);
      const rounds: MeasuredWindow[] = [];
      // The first fills caches; people open windows of an app that has been there since they signed in.
      await measureWindow(desktop, signal);
      for (let round = 0; round < (size === 'full' ? 9 : 1); round += 1) {
        rounds.push(await measureWindow(desktop, signal));
        progress(`round ${round + 1}: ${rounds.at(-1)?.firstPaintMs} ms`);
      }
      return reportOf(desktop.runtime.kind, rounds);
    }),
};
