import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serialNumber, serialsIn } from '../../../../shared/ems/serial-number.ts';

test('a list of serial numbers has one a line, with comments, each once in one spelling', () => {
  const text = '# order 4711\r\nPF3ABCDE\n  pf3abcde # again\n\n5CG  1234\t\n';
  assert.deepEqual(serialsIn(text), ['PF3ABCDE', '5CG 1234']);
});

for (const [text, isOne] of [
  ['PF3ABCDE', true],
  ['VMware-56 4d', true],
  ['', false],
  ['a\u0007b', false],
  ['x'.repeat(65), false],
  ['ümlaut', false],
] as const)
  test(`${JSON.stringify(text)} is ${isOne ? 'a' : 'no'} serial number`, () =>
    assert.equal(serialNumber.safeParse(text).success, isOne));
