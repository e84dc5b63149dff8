import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressIn } from '../../../../bench/soak/hosts-lookup.ts';

const text = '127.0.0.1 localhost\n# 10.0.0.1 crm.corp.test\n127.235.0.1\tcrm.corp.test files.corp.test # ours\n';

test('a name has the address of its line; comments and parts of names are none', () => {
  assert.equal(addressIn(text, 'crm.corp.test'), '127.235.0.1');
  assert.equal(addressIn(text, 'files.corp.test'), '127.235.0.1');
  assert.equal(addressIn(text, 'corp.test'), null);
  assert.equal(addressIn(text, 'ours'), null);
});
