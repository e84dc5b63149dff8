// Remembers where the window was, and puts it there again where that can still be seen.

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Logger } from '../../shared/log.ts';
import { replaceFile } from '../../shared/node/atomic-file.ts';

const side = z.int().min(-100_000).max(100_000);
const bounds = z.object({ x: side, y: side, width: side.min(100), height: side.min(100) });
export type Bounds = Readonly<z.infer<typeof bounds>>;

export interface KeptBounds {
  readonly last: Bounds | null;
  keep(bounds: Bounds): void;
}

/** What cannot be read is a place that nobody misses. */
export async function keptBounds(file: string, log: Logger): Promise<KeptBounds> {
  let last = parseBounds(await readFile(file, 'utf8').catch(() => ''));
  return {
    get last() {
      return last;
    },
    keep(next) {
      last = next;
      void replaceFile(file, JSON.stringify(next)).catch((error: unknown) =>
        log.debug('the place of the window is not kept', { error }),
      );
    },
  };
}

export function parseBounds(text: string): Bounds | null {
  try {
    return bounds.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The place if enough of it lies on one of the screens to be taken hold of; else only the size, as far as a screen has it. */
export function placeOn(screens: readonly Bounds[], wanted: Bounds | null): Partial<Bounds> {
  if (wanted === null) return {};
  const isSeen = screens.some(
    (screen) => overlap(screen, wanted, 'x', 'width') >= 100 && overlap(screen, wanted, 'y', 'height') >= 100,
  );
  if (isSeen) return wanted;
  const widest = Math.max(...screens.map(({ width }) => width), 0);
  const highest = Math.max(...screens.map(({ height }) => height), 0);
  return { width: Math.min(wanted.width, widest), height: Math.min(wanted.height, highest) };
}

function overlap(one: Bounds, other: Bounds, start: 'x' | 'y', length: 'width' | 'height'): number {
  return Math.min(one[start] + one[length], other[start] + other[length]) - Math.max(one[start], other[start]);
}
