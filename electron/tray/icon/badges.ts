// The mark that each standing puts on the sign: told apart by its outline and what is in it, and only then by colour.

import type { Standing } from '../../../shared/shell/standing.ts';
import type { Point, Shape } from './raster.ts';

/** `good`, `attention`, `bad` and `quiet` name a colour of the palette. */
export type Tone = 'good' | 'attention' | 'bad' | 'quiet';

export interface Badge {
  readonly tone: Tone;
  readonly outline: readonly Shape[];
  /** Drawn on the outline in the colour of the ground. */
  readonly mark: readonly Shape[];
}

const [x, y] = [11.5, 11.5];
const at = (dx: number, dy: number): Point => [x + dx, y + dy];
const line = (from: Point, to: Point, width = 1.5): Shape => ({ kind: 'stroke', from, to, width });
const disc = (radius: number, centre: Point = at(0, 0)): Shape => ({ kind: 'disc', radius, centre });
const polygon = (round: number, ...points: readonly Point[]): Shape => ({ kind: 'polygon', points, round });

const round = [disc(4.5)];
const square = [polygon(0.8, at(-3.4, -3.4), at(3.4, -3.4), at(3.4, 3.4), at(-3.4, 3.4))];
const triangle = [polygon(0.8, at(0, -4.4), at(4.1, 3.4), at(-4.1, 3.4))];
const diamond = [polygon(0.7, at(0, -4.2), at(4.2, 0), at(0, 4.2), at(-4.2, 0))];
const exclamation = [line(at(0, -1.9), at(0, 0.4)), disc(0.85, at(0, 2.3))];

export const badges: Readonly<Record<Standing, Badge>> = {
  protected: {
    tone: 'good',
    outline: round,
    mark: [line(at(-2, 0.2), at(-0.6, 1.7)), line(at(-0.6, 1.7), at(2.1, -1.5))],
  },
  limited: { tone: 'attention', outline: triangle, mark: [line(at(0, -1.8), at(0, 0.6)), disc(0.85, at(0, 2.5))] },
  blocked: { tone: 'bad', outline: round, mark: [line(at(-2, 0), at(2, 0), 2)] },
  refused: {
    tone: 'bad',
    outline: square,
    mark: [line(at(-1.6, -1.6), at(1.6, 1.6)), line(at(1.6, -1.6), at(-1.6, 1.6))],
  },
  'agent-stopped': { tone: 'bad', outline: square, mark: [] },
  incompatible: {
    tone: 'attention',
    outline: round,
    mark: [line(at(0, 2.3), at(0, -2)), line(at(-1.9, -0.2), at(0, -2.1)), line(at(1.9, -0.2), at(0, -2.1))],
  },
  'ems-unreachable': { tone: 'attention', outline: diamond, mark: exclamation },
  'captive-portal': {
    tone: 'attention',
    outline: square,
    mark: [line(at(-2.3, 0), at(2, 0)), line(at(0.2, -1.9), at(2.1, 0)), line(at(0.2, 1.9), at(2.1, 0))],
  },
  'not-enrolled': {
    tone: 'quiet',
    outline: round,
    mark: [line(at(-2.2, 0), at(2.2, 0)), line(at(0, -2.2), at(0, 2.2))],
  },
  enrolling: { tone: 'quiet', outline: round, mark: [halfDisc(2.9)] },
  disconnected: {
    tone: 'quiet',
    outline: round,
    mark: [line(at(-1.3, -1.8), at(-1.3, 1.8)), line(at(1.3, -1.8), at(1.3, 1.8))],
  },
  connecting: { tone: 'quiet', outline: round, mark: [-2.3, 0, 2.3].map((dx) => disc(0.9, at(dx, 0))) },
  // Struck through as a whole: see icon.ts.
  offline: { tone: 'quiet', outline: [], mark: [] },
};

function halfDisc(radius: number): Shape {
  const turns = Array.from({ length: 13 }, (_, step) => (Math.PI * (step - 6)) / 12);
  return polygon(0, ...turns.map((turn) => at(radius * Math.cos(turn), radius * Math.sin(turn))));
}
