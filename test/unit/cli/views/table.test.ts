// What the CLI's tables promise.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairs, printable, table } from '../../../../cli/views/table.ts';

test('columns are as wide as their widest cell, and no line ends in blanks', () => {
  assert.deepEqual(
    table(
      ['name', 'port'],
      [
        ['crm', '8080'],
        ['files-of-all', '22'],
      ],
      'none',
    ),
    ['NAME          PORT', 'crm           8080', 'files-of-all  22'],
  );
});

test('an empty table is a sentence', () => {
  assert.deepEqual(table(['name'], [], 'There are none.'), ['There are none.']);
});

test('a value of several lines stays in its column', () => {
  assert.deepEqual(
    pairs([
      ['EMS', ['one', 'two']],
      ['tags', 'none'],
    ]),
    ['EMS   one', '      two', 'tags  none'],
  );
});

test('text from elsewhere can neither move the cursor nor forge a line', () => {
  assert.equal(printable('a\u001b[2Jb\r\nc'), 'a\ufffd[2Jb\ufffd\ufffdc');
});
