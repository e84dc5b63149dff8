import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judgeFeed } from '../../../../daemon/update/judge-feed.ts';
import { exampleManifest, holders, secondsOf } from '../../../doubles/update-feed.ts';

const now = Date.parse('2026-11-27T12:00:00Z');
const day = 86_400_000;
const { trusted } = holders();
const nothingKnown = { sequence: 0, payloadSha256: '', issued: 0 };

interface Row {
  readonly what: string;
  readonly feed?: Partial<Parameters<typeof exampleManifest>[0]>;
  readonly known?: Partial<typeof nothingKnown>;
  readonly clock?: number;
  readonly judged: 'believed' | 'refused' | 'expired';
}

const rows: readonly Row[] = [
  { what: 'the first one', judged: 'believed' },
  { what: 'the same one again', known: { sequence: 7, payloadSha256: 'this' }, judged: 'believed' },
  { what: 'a newer one', known: { sequence: 6, payloadSha256: 'that' }, judged: 'believed' },
  { what: 'an older one', known: { sequence: 8, payloadSha256: 'that' }, judged: 'refused' },
  { what: 'another one of the same number', known: { sequence: 7, payloadSha256: 'that' }, judged: 'refused' },
  { what: 'one that has ended', feed: { expires: secondsOf(now - 1_000) }, judged: 'expired' },
  { what: 'one that ends now', feed: { expires: secondsOf(now) }, judged: 'expired' },
  {
    what: 'one that has ended, by a clock that was set back',
    feed: { issued: secondsOf(now - 60 * day), expires: secondsOf(now - 30 * day) },
    known: { issued: now - day },
    clock: now - 40 * day,
    judged: 'expired',
  },
  { what: 'a sound one, by a clock that is far too late', clock: now - 300 * day, judged: 'believed' },
];

describe('of feeds with good signatures is', () => {
  for (const { what, feed, known, clock, judged } of rows)
    test(`${judged}: ${what}`, () => {
      const manifest = exampleManifest(feed, now);
      const verified = { kind: 'verified' as const, manifest, payloadSha256: 'this', keys: trusted };
      assert.equal(judgeFeed(verified, { ...nothingKnown, ...known }, clock ?? now).kind, judged);
    });

  test('remembered what no later one may fall short of', () => {
    const manifest = exampleManifest({}, now);
    const verified = { kind: 'verified' as const, manifest, payloadSha256: 'this', keys: trusted };
    assert.deepEqual(judgeFeed(verified, { ...nothingKnown, issued: now }, now), {
      kind: 'believed',
      remember: { sequence: 7, payloadSha256: 'this', issued: now, keys: trusted },
    });
  });
});
