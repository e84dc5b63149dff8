import assert from 'node:assert/strict';
import test from 'node:test';
import { height, trafficView, width } from '../../../../renderer/views/traffic.ts';
import { words as everyLanguage } from '../../../../shared/words/words.ts';
import { at } from '../../../doubles/gui-states.ts';

const words = everyLanguage.en;

function view(received: readonly number[], sent: readonly number[] = received.map(() => 0), stepMs = 1_000) {
  return trafficView({ at, stepMs, sent: [...sent], received: [...received], destinations: [] }, words, 'en');
}

test('the line goes from the oldest at the left to the newest at the right, the peak at the top', () => {
  assert.equal(view([0, 10, 5]).received.line, `M0,${height}L${width / 2},4L${width},62`);
});

test('both lines have one scale', () => {
  const { received, sent } = view([10, 10], [5, 5]);
  assert.deepEqual([received.line, sent.line], [`M0,4L${width},4`, `M0,62L${width},62`]);
});

test('many steps are drawn as few, and none of their bytes is lost', () => {
  const steps = Array.from({ length: 125 }, () => 1_000);
  const { received, totalReceived, peak } = view(steps);
  assert.equal(received.line.split('L').length, 42);
  assert.equal(totalReceived, '125 kB');
  // Three steps of a second are one point.
  assert.equal(peak, '1 kB/s');
});

test('the sentence says what the picture shows, over the time that it covers', () => {
  const seen = view(Array(120).fill(10_000), Array(120).fill(500), 5_000);
  assert.equal(seen.text, '1.2 MB received and 60 kB sent in the last 10 minutes.');
  assert.equal(seen.isQuiet, false);
});

for (const [what, received] of [
  ['nothing passed', [0, 0, 0]],
  ['nothing was counted yet', []],
] as const)
  test(`no picture breaks where ${what}`, () => {
    const seen = view(received);
    assert.equal(seen.isQuiet, true);
    assert.doesNotMatch(JSON.stringify(seen), /NaN|Infinity/);
  });
