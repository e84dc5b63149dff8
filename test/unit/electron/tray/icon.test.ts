// The tray's icons: told apart without colour, seen on their panels, and files that others read.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { crc32, inflateSync } from 'node:zlib';
import { argb32 } from '../../../../electron/tray/icon/argb32.ts';
import { appIcon, icon, palettes } from '../../../../electron/tray/icon/icon.ts';
import { png } from '../../../../electron/tray/icon/png.ts';
import { type Colour, type Pixels, raster } from '../../../../electron/tray/icon/raster.ts';
import { standings } from '../../../../shared/shell/standing.ts';

const red: Colour = [255, 0, 0];
const pixelAt = ({ size, rgba }: Pixels, x: number, y: number) => [
  ...rgba.subarray((y * size + x) * 4, (y * size + x) * 4 + 4),
];

describe('a shape', () => {
  const disc = raster([{ shapes: [{ kind: 'disc', centre: [8, 8], radius: 4 }], paint: red }], 32);
  const stroke = raster([{ shapes: [{ kind: 'stroke', from: [2, 8], to: [14, 8], width: 2 }], paint: red }], 16);
  const corners = [
    [4, 4],
    [12, 4],
    [12, 12],
    [4, 12],
  ] as const;
  const square = raster([{ shapes: [{ kind: 'polygon', points: corners, round: 0 }], paint: red }], 16);
  const hole = raster(
    [
      { shapes: [{ kind: 'polygon', points: corners, round: 0 }], paint: red },
      { shapes: [{ kind: 'disc', centre: [8, 8], radius: 2 }], paint: 'erase' },
    ],
    16,
  );
  const rows: readonly (readonly [what: string, pixels: Pixels, x: number, y: number, rgba: readonly number[]])[] = [
    ['a disc is full inside', disc, 16, 16, [255, 0, 0, 255]],
    ['a disc leaves its outside clear', disc, 2, 2, [0, 0, 0, 0]],
    ['a stroke on whole units has sharp edges', stroke, 8, 7, [255, 0, 0, 255]],
    ['above it is nothing', stroke, 8, 6, [0, 0, 0, 0]],
    ['a polygon is full up to its side', square, 4, 8, [255, 0, 0, 255]],
    ['and clear beyond', square, 3, 8, [0, 0, 0, 0]],
    ['what is erased is clear', hole, 8, 8, [0, 0, 0, 0]],
    ['what is not stays', hole, 4, 4, [255, 0, 0, 255]],
  ];
  for (const [what, pixels, x, y, rgba] of rows) test(what, () => assert.deepEqual(pixelAt(pixels, x, y), rgba));

  test('has a smooth edge, in its own colour', () => {
    const edge = Array.from({ length: 32 }, (_, x) => pixelAt(disc, x, 10)).filter(([, , , a = 0]) => a > 0 && a < 255);
    assert.ok(edge.length >= 2);
    for (const [r, g, b] of edge) assert.deepEqual([r, g, b], [255, 0, 0]);
  });
});

describe('the icon', () => {
  const alphas = (pixels: Pixels) => pixels.rgba.filter((_, index) => index % 4 === 3);

  for (const size of [16, 22, 32])
    test(`of each standing has a shape of its own at ${size} pixels, without its colours`, () => {
      const shapes = standings.map((standing) => alphas(icon(standing, size, 'template')));
      for (const [a, one] of shapes.entries()) {
        for (const [b, other] of shapes.slice(0, a).entries()) {
          // A pixel counts where one is seen and the other is not.
          const differing = one.filter((alpha, index) => Math.abs(alpha - (other[index] ?? 0)) > 96).length;
          assert.ok(differing * (16 / size) ** 2 >= 4, `${standings[a]} and ${standings[b]}: ${differing} pixels`);
        }
      }
    });

  const panels = { light: [240, 240, 240], dark: [36, 36, 40] } as const;
  for (const ground of ['light', 'dark'] as const)
    test(`stands out from a ${ground} panel, and each mark from its badge`, () => {
      const { glyph, tones, mark } = palettes[ground];
      assert.ok(contrast(glyph, panels[ground]) >= 4.5);
      for (const tone of Object.values(tones)) {
        assert.ok(contrast(tone, panels[ground]) >= 3);
        assert.ok(mark !== 'erase' && contrast(tone, mark) >= 3);
      }
    });

  test('for macOS is black and alpha alone', () => {
    const { rgba } = icon('limited', 18, 'template');
    assert.ok(rgba.every((value, index) => index % 4 === 3 || value === 0));
  });

  test('of the app fills its square but for the corners', () => {
    const pixels = appIcon(256);
    assert.equal(pixelAt(pixels, 0, 0)[3], 0);
    assert.equal(pixelAt(pixels, 128, 2)[3], 255);
    assert.deepEqual(pixelAt(pixels, 128, 120), [255, 255, 255, 255]);
  });
});

test('a PNG is one that readers take, and holds the pixels', () => {
  const pixels = icon('protected', 22, 'light');
  const file = png(pixels);
  assert.deepEqual(file.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n');
  const chunks = chunksOf(file);
  assert.deepEqual([...chunks.keys()], ['IHDR', 'IDAT', 'IEND']);
  assert.deepEqual([...(chunks.get('IHDR') ?? [])], [0, 0, 0, 22, 0, 0, 0, 22, 8, 6, 0, 0, 0]);
  assert.ok(isSame(rowsOf(chunks, 22), pixels.rgba));
});

test('what the package shows in launchers and installers is this sign', async () => {
  const file = await readFile(path.join(import.meta.dirname, '../../../../build/icons/icon.png'));
  assert.ok(isSame(rowsOf(chunksOf(file), 512), appIcon(512).rgba));
});

/** Not `deepEqual`: to tell how a million bytes differ takes more memory than there is. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one).equals(other);
}

test('on D-Bus a pixel is alpha, red, green, blue', () => {
  assert.deepEqual([...argb32({ size: 1, rgba: Uint8Array.from([1, 2, 3, 4]) })], [4, 1, 2, 3]);
});

function chunksOf(file: Buffer): ReadonlyMap<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const named = file.subarray(at + 4, at + 8 + length);
    assert.equal(file.readUInt32BE(at + 8 + length), crc32(named));
    chunks.set(named.subarray(0, 4).toString('latin1'), named.subarray(4));
    at += length + 12;
  }
  return chunks;
}

/** The pixels of a picture whose rows are not filtered. */
function rowsOf(chunks: ReadonlyMap<string, Buffer>, size: number): Uint8Array {
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const line = size * 4 + 1;
  return Uint8Array.from(rows.filter((_, index) => index % line !== 0));
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
