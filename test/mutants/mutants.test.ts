// Removes one defence at a time from a copy of the tree, and sees a test turn red for it.

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { copyOfTheTree, type Tree } from './copy.ts';
import { readMutants } from './patch.ts';
import { runTest } from './run-test.ts';

const mutants = readMutants(import.meta.dirname);
let tree: Tree;

before(async () => {
  tree = await copyOfTheTree();
});

after(async () => {
  await rm(tree.root, { recursive: true, force: true });
});

test('ten defences or more have a patch that removes them', () => {
  assert.ok(mutants.length >= 10, `${mutants.length} patches`);
});

for (const { defence, patch, caughtBy } of mutants) {
  test(`without this, a test fails: ${defence} — ${caughtBy.file}: ${caughtBy.name}`, async () => {
    const whole = await runTest(tree.root, caughtBy);
    assert.deepEqual([whole.passed > 0, whole.failed], [true, []], `with the defence: ${whole.output}`);
    await tree.apply(patch);
    try {
      const without = await runTest(tree.root, caughtBy);
      assert.ok(without.failed.length > 0, `nothing fails without it: ${without.output}`);
      assert.ok(
        without.failed.every((name) => name !== caughtBy.file),
        `the file did not even run: ${without.output}`,
      );
      process.stdout.write(`without: ${defence}\n  fails: ${caughtBy.file}: ${without.failed.join('; ')}\n`);
    } finally {
      await tree.undo(patch);
    }
  });
}
