// Removes one defence at a time from a copy of the tree, and sees a test turn red for it.

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import process from 'node:process';
import { after, before, suite, test } from 'node:test';
import { copyOfTheTree, type Tree } from './copy.ts';
import { type Mutant, readMutants } from './patch.ts';
import { runTest } from './run-test.ts';

const mutants = readMutants(import.meta.dirname);
/** As many as there are cores to assume: each mutant has a tree for itself. */
const atOnce = 2;
const trees: Tree[] = [];
const free: Tree[] = [];

before(async () => {
  trees.push(...(await Promise.all(Array.from({ length: atOnce }, copyOfTheTree))));
  free.push(...trees);
});

after(async () => {
  for (const tree of trees) await rm(tree.root, { recursive: true, force: true });
});

test('ten defences or more have a patch that removes them', () => {
  assert.ok(mutants.length >= 10, `${mutants.length} patches`);
});

suite('each defence is held by a test', { concurrency: atOnce }, () => {
  for (const mutant of mutants) {
    const { defence, caughtBy } = mutant;
    test(`without this, a test fails: ${defence} — ${caughtBy.file}: ${caughtBy.name}`, async () => {
      const tree = free.pop();
      assert.ok(tree, 'no more at once than there are trees');
      try {
        await see(tree, mutant);
      } finally {
        free.push(tree);
      }
    });
  }
});

async function see(tree: Tree, { defence, patch, caughtBy }: Mutant): Promise<void> {
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
}
