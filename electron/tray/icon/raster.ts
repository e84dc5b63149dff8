// Turns layers of simple shapes into pixels, with smooth edges. Pure.

/** Points and lengths are in units of a square of 16 by 16, its origin at the top left. */
export type Point = readonly [x: number, y: number];

export type Shape =
  | { readonly kind: 'disc'; readonly centre: Point; readonly radius: number }
  /** A line with round ends. */
  | { readonly kind: 'stroke'; readonly from: Point; readonly to: Point; readonly width: number }
  /** `round`: how far its corners and sides are pushed out. */
  | { readonly kind: 'polygon'; readonly points: readonly Point[]; readonly round: number };

export type Colour = readonly [red: number, green: number, blue: number];

/** All shapes of a layer are one stain: where they overlap nothing shows. `erase` takes away what lies below. */
export interface Layer {
  readonly shapes: readonly Shape[];
  readonly paint: Colour | 'erase';
  /** 1 unless given. */
  readonly opacity?: number;
}

/** Rows from the top, each pixel as red, green, blue and alpha, not premultiplied. */
export interface Pixels {
  readonly size: number;
  readonly rgba: Uint8Array;
}

export const grid = 16;

export function raster(layers: readonly Layer[], size: number): Pixels {
  const rgba = new Uint8Array(size * size * 4);
  for (let index = 0; index < size * size; index += 1) {
    const at: Point = [(((index % size) + 0.5) * grid) / size, ((Math.floor(index / size) + 0.5) * grid) / size];
    rgba.set(pixel(layers, at, size / grid), index * 4);
  }
  return { size, rgba };
}

function pixel(layers: readonly Layer[], at: Point, scale: number): readonly number[] {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (const { shapes, paint, opacity = 1 } of layers) {
    const distance = Math.min(...shapes.map((shape) => distanceTo(shape, at)));
    const covered = Math.min(1, Math.max(0, 0.5 - distance * scale)) * opacity;
    const kept = 1 - covered;
    const [r, g, b] = paint === 'erase' ? [0, 0, 0] : paint;
    const added = paint === 'erase' ? 0 : covered;
    [red, green, blue, alpha] = [
      red * kept + r * added,
      green * kept + g * added,
      blue * kept + b * added,
      alpha * kept + added,
    ];
  }
  if (alpha === 0) return [0, 0, 0, 0];
  return [red / alpha, green / alpha, blue / alpha, alpha * 255].map(Math.round);
}

/** How far a point lies outside of a shape; negative inside. */
function distanceTo(shape: Shape, at: Point): number {
  switch (shape.kind) {
    case 'disc':
      return Math.hypot(at[0] - shape.centre[0], at[1] - shape.centre[1]) - shape.radius;
    case 'stroke':
      return toSegment(at, shape.from, shape.to) - shape.width / 2;
    default: {
      const sides = shape.points.map((point, index) => [point, shape.points.at(index - 1) ?? point] as const);
      const nearest = Math.min(...sides.map(([from, to]) => toSegment(at, from, to)));
      const crossed = sides.filter(([from, to]) => crosses(at, from, to)).length;
      return (crossed % 2 === 1 ? -nearest : nearest) - shape.round;
    }
  }
}

function toSegment([x, y]: Point, from: Point, to: Point): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const along = ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy || 1);
  const held = Math.min(1, Math.max(0, along));
  return Math.hypot(x - from[0] - held * dx, y - from[1] - held * dy);
}

/** Whether a ray from the point to the right crosses the side. */
function crosses([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): boolean {
  return y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1;
}
