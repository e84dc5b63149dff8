// Which release is packed: its date comes from the commit, and what is not that commit is never releasable.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { releaseOf, type Sources } from '../../../../build/package/release.ts';

const clean: Sources = {
  version: '1.2.3',
  askedVersion: undefined,
  sourceDateEpoch: undefined,
  commit: { id: 'c0ffee', epoch: 1_700_000_000, isModified: false },
};

const found: ReadonlyArray<
  readonly [sentence: string, over: Partial<Sources>, epoch: number, obstacle: RegExp | null]
> = [
  ['a clean commit is releasable, and of its own time', {}, 1_700_000_000, null],
  ['SOURCE_DATE_EPOCH outweighs the time of the commit', { sourceDateEpoch: '1600000000' }, 1_600_000_000, null],
  ['an empty SOURCE_DATE_EPOCH says nothing', { sourceDateEpoch: '' }, 1_700_000_000, null],
  ['the version of the sources may be asked for', { askedVersion: '1.2.3' }, 1_700_000_000, null],
  [
    'changed sources are not releasable',
    { commit: { id: 'c0ffee', epoch: 1_700_000_000, isModified: true } },
    1_700_000_000,
    /differ from the commit/,
  ],
  ['another version is not releasable', { askedVersion: '1.2.4' }, 1_700_000_000, /of version 1\.2\.3/],
  [
    'sources outside a repository are not releasable',
    { commit: null, sourceDateEpoch: '1600000000' },
    1_600_000_000,
    /not in a repository/,
  ],
];
for (const [sentence, over, epoch, obstacle] of found)
  test(sentence, () => {
    const answer = releaseOf({ ...clean, ...over });
    assert(answer.kind === 'found');
    assert.equal(answer.release.epoch, epoch);
    if (obstacle === null) assert.deepEqual(answer.release.obstacles, []);
    else assert.match(answer.release.obstacles.join(), obstacle);
  });

const undated: ReadonlyArray<readonly [sentence: string, over: Partial<Sources>]> = [
  ['without a commit and a date nothing is packed', { commit: null }],
  ['a date that is not a number is no date', { sourceDateEpoch: 'yesterday' }],
  ['a negative date is no date', { sourceDateEpoch: '-1' }],
];
for (const [sentence, over] of undated)
  test(sentence, () => assert.equal(releaseOf({ ...clean, ...over }).kind, 'undated'));
