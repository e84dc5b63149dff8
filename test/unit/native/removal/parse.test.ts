import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHomes } from '../../../../native/removal/parse.ts';

for (const [what, line, names] of [
  ['a person', 'ana:x:1000:1000:Ana,,,:/home/ana:/bin/bash', ['ana']],
  ['a service without a home of its own', 'daemon:x:1:1:daemon:/:/usr/sbin/nologin', []],
  ['a home that is no absolute path', 'odd:x:5:5::home/odd:/bin/sh', []],
  ['a number that is none', 'odd:x:-1:5::/home/odd:/bin/sh', []],
  ['a line that ends too early', 'odd:x:5', []],
  ['an empty line', '', []],
] as const)
  test(`of ${what} the home is ${names.length === 0 ? 'nobody’s' : 'read'}`, () => {
    assert.deepEqual(
      readHomes(line).map(({ name }) => name),
      names,
    );
  });
