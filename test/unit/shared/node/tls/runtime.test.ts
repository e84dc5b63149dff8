import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertPinnedRuntime } from '../../../../../shared/node/tls/runtime.ts';

test('an older Node is refused, and the error says which one is needed', () => {
  for (const old of ['20.20.2', '22.22.0', '24.20.9', '24.3.99'])
    assert.throws(() => assertPinnedRuntime(old, '24.21.0'), {
      code: 'node-too-old',
      params: { found: old, wanted: '24.21.0' },
    });
});

test('the pinned Node and every later one may run the product', () => {
  for (const good of ['24.21.0', '24.21.1', '24.22.0', '26.0.0']) assertPinnedRuntime(good, '24.21.0');
  assertPinnedRuntime();
});
