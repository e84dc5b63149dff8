// What is said of a namespace is looked at, not assumed.

import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { leftOfNamespace, namespaceNames, removeNamespace } from '../../../build/demo/stage/namespace.ts';
import { runTool } from '../../../native/exec.ts';

test('a namespace that is still there is named, and one that is gone is not', async () => {
  const name = `stile-test-${process.pid}`;
  await runTool('/usr/sbin/ip', ['netns', 'add', name]);
  try {
    assert.ok((await namespaceNames()).includes(name));
    assert.deepEqual(await leftOfNamespace(name), [`the network namespace ${name}`]);
  } finally {
    await removeNamespace(name);
  }
  assert.deepEqual(await leftOfNamespace(name), []);
});
