import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareTrees } from '../../../../../build/demo/machine/compare-trees.ts';
import type { Node, Tree } from '../../../../../build/demo/machine/tree.ts';

const file = (content: string, mode = 0o644): Node => ({ kind: 'file', mode, owner: '0:0', content });
const removed: Node = { kind: 'removed', mode: 0, owner: '0:0', content: '' };
const at = (node: Node | null): Tree => new Map(node === null ? [] : [['/etc/x', node]]);

const table: readonly (readonly [string, Node | null, Node | null, Node | null, readonly string[]])[] = [
  // what, above before, above after, below
  ['a file that is new', null, file('a'), null, ['new']],
  ['a file that was removed', null, removed, file('a'), ['gone']],
  ['a file that was changed', null, file('b'), file('a'), ['changed']],
  ['a file whose rights were changed', null, file('a', 0o600), file('a'), ['changed']],
  ['a file that belongs to another', null, { ...file('a'), owner: '5:5' }, file('a'), ['changed']],
  ['a file that became a folder', null, { ...file(''), kind: 'folder' }, file(''), ['changed']],
  ['a file that was only copied up', null, file('a'), file('a'), []],
  ['a file that was removed and put back', removed, file('a'), file('a'), ['new']],
  ['a file that was made and removed', null, removed, null, []],
  ['a file from before that is as it was', file('b'), file('b'), file('a'), []],
  ['a file from before that is gone', file('b'), null, null, ['gone']],
];

for (const [what, before, after, below, expected] of table)
  test(`${what} is ${expected[0] ?? 'no difference'}`, () => {
    const found = compareTrees(at(before), at(after), () => below);
    assert.deepEqual(
      found.map((each) => each.what),
      expected,
    );
  });
