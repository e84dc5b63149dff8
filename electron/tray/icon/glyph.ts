// The sign of the product: a boundary seen from its side, with steps up to it and down again.

import type { Point, Shape } from './raster.ts';

const width = 2;

/** On whole units, so that its edges are sharp where one unit is one pixel. */
export const glyph: readonly Shape[] = [
  ...path([8, 2], [8, 14]),
  ...path([2, 14], [2, 11], [5, 11], [5, 7], [8, 7]),
  ...path([14, 14], [14, 11], [11, 11], [11, 7], [8, 7]),
];

function path(...points: readonly Point[]): readonly Shape[] {
  return points.slice(1).map((to, index) => ({ kind: 'stroke', from: points[index] ?? to, to, width }));
}
