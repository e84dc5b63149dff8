// What the tree of block devices says about disk encryption.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readingOf } from '../../../../native/facts/disk-encryption/disk-encryption.ts';
import { parseLsblk } from '../../../../native/facts/disk-encryption/parse.ts';
import { fixture } from './fixture.ts';

function judged(file: string): unknown {
  const disks = parseLsblk(fixture(`disk-encryption/${file}`));
  assert.ok(disks !== null);
  return readingOf(disks);
}

function encryption(...plain: string[]): unknown {
  return { kind: 'known', value: { kind: 'disk-encryption', encrypted: plain.length === 0, plain } };
}

describe('a disk', () => {
  test('mounted as it is, is plain; compressed swap in memory does not matter', () => {
    assert.deepEqual(judged('plain-with-zram.json'), encryption('/'));
  });

  test('with LUKS below LVM is encrypted, though /boot lies plain', () => {
    assert.deepEqual(judged('luks-on-partition-with-lvm.json'), encryption());
  });

  test('with LUKS inside LVM and plain swap gives away what was in memory', () => {
    assert.deepEqual(judged('luks-inside-lvm-plain-swap.json'), encryption('[SWAP]'));
  });

  test('with plain /home is not encrypted; sticks, snaps and optical disks do not matter', () => {
    assert.deepEqual(judged('plain-home-beside-encrypted-root.json'), encryption('/home'));
  });

  test('is plain when one of the disks below a volume is', () => {
    assert.deepEqual(judged('volume-over-one-plain-disk.json'), encryption('/'));
  });

  test('is encrypted when all disks below a RAID are', () => {
    assert.deepEqual(judged('raid-over-encrypted-disks.json'), encryption());
  });

  test('with swap under a random key is encrypted', () => {
    assert.deepEqual(judged('random-key-swap.json'), encryption());
  });

  test('that is only verified is plain, though lsblk calls it crypt', () => {
    assert.deepEqual(judged('verified-but-not-encrypted.json'), encryption('/'));
  });
});

test('nothing is known where no disk carries the root', () => {
  assert.deepEqual(judged('container.json'), { kind: 'unknown', reason: 'not-available' });
});

test('anything but an answer of lsblk is unreadable', () => {
  for (const text of ['', 'lsblk: failed', '{}', fixture('disk-encryption/not-lsblk.json')]) {
    assert.equal(parseLsblk(text), null);
  }
});
