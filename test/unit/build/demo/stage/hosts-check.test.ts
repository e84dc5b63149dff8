// The judgement of the hosts file: what others do in it meanwhile is theirs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRestored, judgeHosts } from '../../../../../build/demo/stage/hosts-check.ts';

const before = '127.0.0.1 localhost\n10.0.0.5 printer\n';
const ours = '# BEGIN stile v1 sha256=00\n127.235.0.1 crm.corp.test\n# END stile\n';

test('a file with every byte as before is untouched', () => {
  assert.deepEqual(judgeHosts(before, before), { kind: 'untouched' });
  assert.deepEqual(judgeHosts(null, null), { kind: 'untouched' });
});

test('lines that another program added, wherever, do not count against us', () => {
  for (const after of [`${before}10.0.0.9 build-host\n`, `10.0.0.9 build-host\n${before}`, before.trimEnd()]) {
    const verdict = judgeHosts(before, after);
    assert.deepEqual(verdict, { kind: 'changed-by-others' });
    assert.equal(isRestored(verdict), true);
  }
});

test('our section, whole or without its end, is found however the rest changed', () => {
  for (const after of [before + ours, `${before}10.0.0.9 build-host\n${ours}`, `${before}# END stile\n`]) {
    const verdict = judgeHosts(before, after);
    assert.deepEqual(verdict, { kind: 'ours-left' });
    assert.equal(isRestored(verdict), false);
  }
});

test('a line that was there and is gone is named, and so is one of two equal ones', () => {
  assert.deepEqual(judgeHosts(before, '127.0.0.1 localhost\n'), { kind: 'lines-lost', lines: ['10.0.0.5 printer'] });
  assert.deepEqual(judgeHosts('a\na\n', 'a\n'), { kind: 'lines-lost', lines: ['a'] });
  assert.equal(isRestored(judgeHosts(before, null)), false);
});
