// The spec of an rpm.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specOf } from '../../../../../build/package/linux/rpm.ts';
import { example } from '../example.ts';

const lines = specOf(example, '/somewhere/tree').split('\n');

const wanted: ReadonlyArray<readonly [sentence: string, line: string]> = [
  ['a per cent sign is no macro, in the summary', 'Summary: An example, 100%% whole'],
  ['a per cent sign is no macro, in a scriptlet', 'echo 50%%'],
  ['folders are ours, so that they are removed', '%dir %attr(0755, root, root) "/etc/example"'],
  ['settings survive an upgrade', '%config(noreplace) %attr(0644, root, root) "/etc/example/settings.json"'],
  ['programs have their rights', '%attr(0755, root, root) "/usr/bin/example"'],
  ['links are links', '"/usr/bin/other"'],
  ['what it needs stands there', 'Requires: glibc >= 2.28'],
  ['times are those of the commit', '%global use_source_date_epoch_as_buildtime 1'],
];
for (const [sentence, line] of wanted) test(sentence, () => assert(lines.includes(line), lines.join('\n')));
