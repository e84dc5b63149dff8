// The tray's icon and the app's, as pixels: functions of the standing, the size and the palette.

import type { Standing } from '../../../shared/shell/standing.ts';
import { badges, type Tone } from './badges.ts';
import { glyph } from './glyph.ts';
import { type Colour, grid, type Layer, type Pixels, raster, type Shape } from './raster.ts';

/** `template`: macOS colours it itself, by alpha alone. */
export type IconGround = 'light' | 'dark' | 'template';

interface Palette {
  readonly glyph: Colour;
  readonly tones: Readonly<Record<Tone, Colour>>;
  readonly mark: Colour | 'erase';
}

const black: Colour = [0, 0, 0];
const white: Colour = [255, 255, 255];

/** Each tone stands out from its panel and its mark from it by at least 3 : 1 (WCAG 1.4.11). */
export const palettes: Readonly<Record<IconGround, Palette>> = {
  light: {
    glyph: [31, 41, 51],
    tones: { good: [24, 121, 78], attention: [180, 83, 9], bad: [185, 28, 28], quiet: [75, 85, 99] },
    mark: white,
  },
  dark: {
    glyph: white,
    tones: { good: [74, 222, 128], attention: [251, 191, 36], bad: [252, 129, 129], quiet: [203, 213, 225] },
    mark: [15, 23, 42],
  },
  template: { glyph: black, tones: { good: black, attention: black, bad: black, quiet: black }, mark: 'erase' },
};

/** What is not in force is drawn fainter. */
const faint: ReadonlySet<Standing> = new Set(['agent-stopped', 'refused', 'not-enrolled', 'offline', 'blocked']);
const gap = 1;

export function icon(standing: Standing, size: number, ground: IconGround): Pixels {
  const { glyph: ink, tones, mark } = palettes[ground];
  const { tone, outline, mark: shapes } = badges[standing];
  const sign: Layer = { shapes: glyph, paint: ink, opacity: faint.has(standing) ? 0.55 : 1 };
  if (standing === 'offline') return raster([sign, ...struckThrough(ink)], size);
  const badge: readonly Layer[] = [
    { shapes: outline.map(grown), paint: 'erase' },
    { shapes: outline, paint: tones[tone] },
    ...(shapes.length === 0 ? [] : [{ shapes, paint: mark }]),
  ];
  return raster([sign, ...badge], size);
}

function struckThrough(ink: Colour): readonly Layer[] {
  const stroke = (width: number): Shape => ({ kind: 'stroke', from: [1.5, 1.5], to: [14.5, 14.5], width });
  return [
    { shapes: [stroke(2 + gap * 2)], paint: 'erase' },
    { shapes: [stroke(1.8)], paint: ink },
  ];
}

function grown(shape: Shape): Shape {
  switch (shape.kind) {
    case 'disc':
      return { ...shape, radius: shape.radius + gap };
    case 'stroke':
      return { ...shape, width: shape.width + gap * 2 };
    default:
      return { ...shape, round: shape.round + gap };
  }
}

/** As the window's accent is by day. */
const brand: Colour = [63, 82, 205];

/** The sign on a rounded square: for launchers, windows and installers. */
export function appIcon(size: number): Pixels {
  const corner = 3.5;
  const [near, far] = [corner, grid - corner];
  const points = [
    [near, near],
    [far, near],
    [far, far],
    [near, far],
  ] as const;
  return raster(
    [
      { shapes: [{ kind: 'polygon', points, round: corner }], paint: brand },
      { shapes: glyph.map(small), paint: white },
    ],
    size,
  );
}

function small(shape: Shape): Shape {
  const share = 0.76;
  const move = ([x, y]: readonly [number, number]) => [8 + (x - 8) * share, 8 + (y - 8) * share] as const;
  return shape.kind === 'stroke'
    ? { ...shape, from: move(shape.from), to: move(shape.to), width: shape.width * share }
    : shape;
}
