// Pixels as StatusNotifierItem wants them: alpha, red, green, blue, a byte each, most significant first.

import type { Pixels } from './raster.ts';

export function argb32({ rgba }: Pixels): Buffer {
  const argb = Buffer.alloc(rgba.length);
  for (let pixel = 0; pixel < rgba.length; pixel += 4) {
    argb[pixel] = rgba[pixel + 3] ?? 0;
    argb.set(rgba.subarray(pixel, pixel + 3), pixel + 1);
  }
  return argb;
}
