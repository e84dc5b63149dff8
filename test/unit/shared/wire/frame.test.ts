import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeFrame, FrameDecoder } from '../../../../shared/wire/frame.ts';

test('values come out as they went in, however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      (sent, cuts) => {
        const values = sent.map((value) => JSON.parse(JSON.stringify(value)));
        const bytes = Buffer.concat(values.map(encodeFrame));
        const decoder = new FrameDecoder();
        const read: unknown[] = [];
        for (let at = 0, cut = 0; at < bytes.length; cut += 1) {
          const size = cuts[cut % cuts.length] ?? 1;
          const outcome = decoder.read(bytes.subarray(at, at + size));
          assert.equal(outcome.fault, null);
          read.push(...outcome.values);
          at += size;
        }
        assert.deepEqual(read, values);
        assert.ok(decoder.atBoundary);
      },
    ),
    { numRuns: 100 },
  );
});

test('a frame larger than the limit is refused on its announcement alone', () => {
  const decoder = new FrameDecoder(1_024);
  const announcement = Buffer.alloc(4);
  announcement.writeUInt32BE(1_000_000_000);
  assert.deepEqual(decoder.read(announcement), {
    values: [],
    fault: { kind: 'too-large', announced: 1_000_000_000, limit: 1_024 },
  });
});

test('values before a fault are kept, bytes after it are not read', () => {
  const decoder = new FrameDecoder();
  const bad = Buffer.from([0, 0, 0, 1, 0x7b]);
  const outcome = decoder.read(Buffer.concat([encodeFrame('first'), bad, encodeFrame('third')]));
  assert.deepEqual(outcome, { values: ['first'], fault: { kind: 'not-json' } });
  assert.deepEqual(decoder.read(encodeFrame('fourth')), { values: [], fault: { kind: 'not-json' } });
});

test('bytes that are not UTF-8, and an empty frame, are faults', () => {
  assert.deepEqual(new FrameDecoder().read(Buffer.from([0, 0, 0, 3, 0x22, 0xff, 0x22])).fault, { kind: 'not-json' });
  assert.deepEqual(new FrameDecoder().read(Buffer.from([0, 0, 0, 0])).fault, { kind: 'not-json' });
});
