// Frames read the same however the stream is cut.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  controlFrame,
  FrameReader,
  type FrameType,
  frameHeader,
  frameType,
  largestPayload,
} from '../../../../shared/tunnel/frame.ts';

type Read = readonly [type: number, stream: number, text: string];

/** Everything a reader tells, with neighbouring pieces of DATA of one stream joined. */
function readAll(chunks: readonly Uint8Array[]): { readonly told: Read[]; readonly fault: string | null } {
  const told: Read[] = [];
  const reader = new FrameReader({
    control: (type, stream, payload) => told.push([type, stream, Buffer.from(payload).toString('latin1')]),
    data(stream, piece) {
      const last = told.at(-1);
      const text = Buffer.from(piece).toString('latin1');
      if (last?.[0] === frameType.data && last[1] === stream) told[told.length - 1] = [last[0], stream, last[2] + text];
      else told.push([frameType.data, stream, text]);
    },
  });
  let fault: string | null = null;
  for (const chunk of chunks) fault = reader.read(chunk)?.kind ?? null;
  return { told, fault };
}

const anyFrame = fc.record({
  type: fc.constantFrom(...Object.values(frameType)),
  stream: fc.integer({ min: 0, max: 0xff_ff_ff }),
  payload: fc.uint8Array({ maxLength: 64 }),
});

function bytesOf(
  frames: readonly { readonly type: FrameType; readonly stream: number; readonly payload: Uint8Array }[],
): Buffer {
  return Buffer.concat(
    frames.map(({ type, stream, payload }) => Buffer.concat([frameHeader(type, stream, payload.length), payload])),
  );
}

test('a stream of frames reads the same wherever it is cut', () => {
  fc.assert(
    fc.property(
      fc.array(anyFrame, { maxLength: 8 }),
      fc.array(fc.nat({ max: 600 }), { maxLength: 8 }),
      (frames, cuts) => {
        const whole = bytesOf(frames);
        const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b), whole.length];
        const chunks = places.slice(1).map((place, at) => whole.subarray(places[at], place));
        assert.deepEqual(readAll(chunks), readAll([whole]));
        const single = [...whole].map((byte) => Uint8Array.of(byte));
        assert.deepEqual(readAll(single), readAll([whole]));
      },
    ),
  );
});

test('control frames come whole, in order, with type and stream', () => {
  const bytes = Buffer.concat([
    controlFrame(frameType.open, 1, Buffer.from('{}')),
    controlFrame(frameType.fin, 0xff_ff_ff),
    controlFrame(frameType.ping, 0, Buffer.from('x')),
  ]);
  assert.deepEqual(readAll([bytes]).told, [
    [frameType.open, 1, '{}'],
    [frameType.fin, 0xff_ff_ff, ''],
    [frameType.ping, 0, 'x'],
  ]);
});

test('an unknown type and a control frame that is too large end the reading', () => {
  for (const type of [0, 10, 255]) assert.equal(readAll([Uint8Array.of(type, 0, 0, 1, 0, 0)]).fault, 'unknown-type');
  assert.equal(readAll([frameHeader(frameType.open, 1, 8_193)]).fault, 'too-large');
  assert.equal(readAll([frameHeader(frameType.data, 1, largestPayload)]).fault, null);
});

test('a reader says whether it stands between two frames', () => {
  const reader = new FrameReader({ control: () => undefined, data: () => undefined });
  const frame = controlFrame(frameType.ping, 0, Buffer.from('abc'));
  assert.equal(reader.atBoundary, true);
  reader.read(frame.subarray(0, 4));
  assert.equal(reader.atBoundary, false);
  reader.read(frame.subarray(4));
  assert.equal(reader.atBoundary, true);
});

test('numbers that do not fit a header are a bug of the caller', () => {
  assert.throws(() => frameHeader(frameType.data, 0x1_00_00_00, 0), RangeError);
  assert.throws(() => frameHeader(frameType.data, 1, 65_536), RangeError);
});
