// Makes tables and aims of what was measured of the desktop app; pure.

import type { MeasuredWindow } from '../../build/demo/stories/desktop/measure-window.ts';
import type { BenchReport } from '../bench.ts';
import { median, percentile } from '../statistics.ts';

const aimMs = 1_000;

export function reportOf(runtime: 'electron' | 'stand-in', rounds: readonly MeasuredWindow[]): BenchReport {
  const paints = rounds.map(({ firstPaintMs }) => firstPaintMs);
  const left = Math.max(...rounds.map(({ rendererProcessesAfterClose }) => rendererProcessesAfterClose));
  const row = (what: string, values: readonly number[], unit: string) => [
    what,
    `${median(values).toFixed(0)} ${unit}`,
    `${percentile(values, 95).toFixed(0)} ${unit}`,
    `${Math.max(...values).toFixed(0)} ${unit}`,
  ];
  const on =
    runtime === 'electron'
      ? 'Electron'
      : "the stand-in for Electron: the app's own code in Node and Debian's headless Chromium";
  return {
    tables: [
      {
        id: 'shell',
        title: 'The desktop app',
        method: `The window of an enrolled device opened and closed ${rounds.length} times, on ${on}. Memory is the proportional set size of all processes of the app, 1.5 s after the last event.`,
        columns: ['what', 'median', 'p95', 'most'],
        rows: [
          row('from the click to the first paint', paints, 'ms'),
          row(
            'from the click until it says how the device stands',
            rounds.map(({ readyMs }) => readyMs),
            'ms',
          ),
          row(
            'memory with the window open',
            rounds.map(({ shellMiB }) => shellMiB.open),
            'MiB',
          ),
          row(
            'memory with the window closed',
            rounds.map(({ shellMiB }) => shellMiB.closed),
            'MiB',
          ),
          row(
            'of it the main process, where the app itself runs',
            rounds.map(({ mainMiB }) => mainMiB),
            'MiB',
          ),
        ],
      },
    ],
    goals: [
      {
        what: 'the window is seen after a click',
        aim: `≤ ${aimMs} ms at p95`,
        measured: `${percentile(paints, 95).toFixed(0)} ms`,
        isMet: percentile(paints, 95) <= aimMs,
      },
      { what: 'renderer processes after the window is closed', aim: '0', measured: String(left), isMet: left === 0 },
    ],
  };
}
