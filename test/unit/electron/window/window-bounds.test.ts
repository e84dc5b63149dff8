// Where the window opens: where it was, if a person can still see it there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bounds, parseBounds, placeOn } from '../../../../electron/window/window-bounds.ts';

const box = (x: number, y: number, width: number, height: number): Bounds => ({ x, y, width, height });
const screens = [box(0, 0, 1_920, 1_080), box(1_920, 0, 1_280, 1_024)];

const places: readonly (readonly [what: string, wanted: Bounds | null, place: Partial<Bounds>])[] = [
  ['it was nowhere yet', null, {}],
  ['it was on the first screen', box(100, 100, 900, 700), box(100, 100, 900, 700)],
  ['it was on the second', box(2_000, 50, 900, 700), box(2_000, 50, 900, 700)],
  ['it hangs over an edge and can be taken hold of', box(-700, 0, 900, 700), box(-700, 0, 900, 700)],
  ['its screen is gone', box(4_000, 0, 900, 700), { width: 900, height: 700 }],
  ['it is above everything', box(0, -2_000, 900, 700), { width: 900, height: 700 }],
  ['its screen was larger than all there are', box(9_000, 0, 5_000, 4_000), { width: 1_920, height: 1_080 }],
];
for (const [what, wanted, place] of places) {
  test(`the window is put where it was: ${what}`, () => assert.deepEqual(placeOn(screens, wanted), place));
}

test('a file that holds no place is no place', () => {
  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '{"x":1}',
    '{"x":1e9,"y":0,"width":900,"height":700}',
    '{"x":0,"y":0,"width":1,"height":1}',
  ])
    assert.equal(parseBounds(text), null, text);
  assert.deepEqual(parseBounds('{"x":1,"y":2,"width":300,"height":400}'), box(1, 2, 300, 400));
});
