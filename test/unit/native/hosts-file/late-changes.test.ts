import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { displacedIn, isCutOff, withLateChanges } from '../../../../native/hosts-file/late-changes.ts';
import { addressRange, defaultRange } from '../../../../native/hosts-file/range.ts';
import { withoutSection, withSection } from '../../../../native/hosts-file/section.ts';

const range = addressRange(defaultRange);
const crm = { address: '127.235.0.5', name: 'crm.corp.test' };

function merged(base: string, late: string, current: string): string {
  return withLateChanges(current, { base: Buffer.from(base, 'latin1'), late: Buffer.from(late, 'latin1') }, range);
}

test('nothing written late changes nothing', () => {
  const current = withSection('a\n', [crm], range);
  assert.equal(merged('a\n', 'a\n', current), current);
});

test('where only the old file was written to, the result is what others made of it', () => {
  assert.equal(withoutSection(merged('a\nb\n', 'b\r\nc', withSection('a\nb\n', [crm], range)), range), 'b\r\nc');
});

test('where both were written to, no added line is lost and merging again adds nothing', () => {
  const current = withSection('a\nnew', [crm], range);
  const once = merged('a\n', 'a\nlate\r\n', current);
  assert.equal(withoutSection(once, range), 'a\nnew\nlate\r\n');
  assert.equal(merged('a\n', 'a\nlate\r\n', once), once);
});

test('an overwriting that was cut off at any byte is recognised', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30 }), fc.uint8Array({ maxLength: 30 }), fc.nat(30), (one, other, cut) => {
      const [before, after] = [Buffer.from(one), Buffer.from(other)];
      const written = Math.min(cut, after.length);
      const current = Buffer.concat([after.subarray(0, written), before.subarray(Math.min(written, before.length))]);
      assert.equal(isCutOff(current, before, after), !current.equals(before) && !current.equals(after));
    }),
  );
});

test('a file that somebody else wrote is not taken for one that was cut off', () => {
  const [before, after] = [Buffer.from('a\nb\n'), Buffer.from('a\nb\nblock\n')];
  for (const text of ['a\n', 'a\nb\nc\n', '', 'a\nb\nblock\nc\n', 'x\na\nb\n'])
    assert.equal(isCutOff(Buffer.from(text), before, after), false, JSON.stringify(text));
});

test('prepared bytes, whole or cut off, are not taken for a displaced file', () => {
  const after = Buffer.from('new file');
  for (const text of ['', 'new', 'new file']) assert.equal(displacedIn(Buffer.from(text), after), null);
  assert.deepEqual(displacedIn(Buffer.from('old file'), after), Buffer.from('old file'));
});
