import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressRange, defaultRange } from '../../../../native/hosts-file/range.ts';
import {
  checkEntries,
  isEditable,
  takeApart,
  withoutSection,
  withSection,
} from '../../../../native/hosts-file/section.ts';

const range = addressRange(defaultRange);
const crm = { address: '127.235.0.5', name: 'crm.corp.test' };
const files = { address: '127.235.0.6', name: 'files.corp.test' };

/** Hosts files as people leave them: any bytes, CRLF, comments, no line end at the end. */
const foreignText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '127.0.0.1 localhost',
        '# a comment',
        '',
        '\xef\xbb\xbf',
        '10.0.0.1 a b c',
        'caf\xe9',
        '# END',
        '\r',
        '\t x',
      ),
      fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    ),
  )
  .chain((lines) =>
    fc.tuple(
      fc.constant(lines),
      fc.array(fc.constantFrom('\n', '\r\n'), { minLength: lines.length, maxLength: lines.length }),
    ),
  )
  .map(([lines, ends]) => lines.map((line, at) => line + (ends[at] ?? '')).join(''))
  .chain((text) => fc.constantFrom(text, text.replace(/\r?\n$/, '')));

const someEntries = fc.subarray([crm, files, { address: '127.235.1.1', name: 'a.b' }]);

test('removing what was written gives back every byte', () => {
  fc.assert(
    fc.property(foreignText, someEntries, (text, entries) => {
      assert.equal(withoutSection(withSection(text, entries, range), range), text);
    }),
  );
});

test('writing twice is writing once, and the last entries win', () => {
  fc.assert(
    fc.property(foreignText, someEntries, someEntries, (text, first, second) => {
      const once = withSection(text, second, range);
      assert.equal(withSection(once, second, range), once);
      assert.equal(withSection(withSection(text, first, range), second, range), once);
    }),
  );
});

test('lines that others add below or above stay through every change', () => {
  fc.assert(
    fc.property(foreignText, someEntries, foreignText, (text, entries, added) => {
      fc.pre(entries.length > 0);
      const below = withSection(text, entries, range) + added;
      const kept = withoutSection(below, range);
      assert.ok(kept.startsWith(text) && kept.endsWith(added));
      assert.equal(withoutSection(withSection(below, [crm], range), range), kept);
    }),
  );
});

test('whatever is cut off or doubled of our section, no line of others is lost and one sound section results', () => {
  const text = '127.0.0.1 localhost\n10.0.0.1 printer\n';
  const written = withSection(text, [crm, files], range);
  fc.assert(
    fc.property(fc.nat(written.length), fc.nat(written.length), (from, to) => {
      const damaged = written.slice(0, Math.max(from, text.length)) + written.slice(Math.min(to, written.length));
      const repaired = withSection(`${damaged}\n10.0.0.2 scanner\n`, [crm], range);
      assert.ok(repaired.startsWith(text) && repaired.includes('10.0.0.2 scanner\n'));
      assert.equal(takeApart(repaired, range).damage, null);
      assert.equal(repaired.match(/^# BEGIN stile\b/gm)?.length, 1);
    }),
  );
});

test('a file that ends with a lone carriage return gets it back', () => {
  assert.equal(withoutSection(withSection('a\nb\r', [crm], range), range), 'a\nb\r');
  assert.equal(withoutSection(withSection('a\r\nb\r', [crm], range), range), 'a\r\nb\r');
});

test('a section has the form that is documented', () => {
  assert.match(
    withSection('127.0.0.1 localhost\n', [crm], range),
    /^127\.0\.0\.1 localhost\n# BEGIN stile v1 sha256=[0-9a-f]{64}\n127\.235\.0\.5 crm\.corp\.test\n# END stile\n$/,
  );
});

test('the section takes the line ends that the file mostly has', () => {
  assert.match(withSection('a\r\nb\r\nc\n', [crm], range), /crm\.corp\.test\r\n# END stile\r\n$/);
});

test('each kind of damage is named', () => {
  const sound = withSection('x\n', [crm], range);
  assert.equal(takeApart(sound, range).damage, null);
  assert.equal(takeApart(sound.replace('# END stile\n', ''), range).damage, 'incomplete');
  assert.equal(takeApart(sound.replace(/# BEGIN.*\n/, ''), range).damage, 'incomplete');
  assert.equal(takeApart(sound + withSection('', [files], range), range).damage, 'several');
  assert.equal(takeApart(sound.replace('0.5', '0.9'), range).damage, 'changed');
});

test('a line that somebody put between our markers is kept, our own are not', () => {
  const meddled = withSection('x\n', [crm], range).replace('# END', '10.0.0.9 theirs\n# END');
  assert.equal(withoutSection(meddled, range), 'x\n10.0.0.9 theirs\n');
});

test('no address outside the range and no impossible name can be written', () => {
  for (const address of ['127.0.0.1', '127.236.0.1', '10.0.0.1', '::1', '127.235.0.5 evil', ''])
    assert.throws(() => checkEntries([{ address, name: 'a.test' }], range), RangeError);
  for (const name of [
    'localhost',
    'LOCALHOST',
    '',
    'a b',
    'a\nb',
    '#a',
    '-a',
    'a..b',
    '1.2.3.4',
    'é.test',
    'a.'.repeat(130),
  ])
    assert.throws(() => checkEntries([{ address: '127.235.0.1', name }], range), RangeError);
  checkEntries([crm, files, { address: '127.235.255.255', name: 'x_y-1.corp.test' }], range);
});

test('UTF-16 and binary content are not edited', () => {
  assert.ok(isEditable(Buffer.from('\xef\xbb\xbf127.0.0.1 caf\xe9', 'latin1')));
  assert.ok(!isEditable(Buffer.from('\xff\xfe1\x00', 'latin1')));
  assert.ok(!isEditable(Buffer.from([0x31, 0])));
});
