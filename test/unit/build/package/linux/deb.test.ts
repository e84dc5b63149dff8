// What a deb says of itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlFiles } from '../../../../../build/package/linux/deb.ts';
import { example } from '../example.ts';

const installed = [
  { path: '/etc/example/settings.json', bytes: 3, md5: 'a'.repeat(32) },
  { path: '/usr/bin/example', bytes: 1_025, md5: 'b'.repeat(32) },
];
const files = new Map(controlFiles(example, installed).map((file) => [file.name, file]));

test('the control file has each field once, and its description as one paragraph', () => {
  assert.equal(
    files.get('control')?.text,
    `Package: stile-example
Version: 1.2.3
Architecture: amd64
Maintainer: The Stile authors <authors@stile.invalid>
Installed-Size: 3
Depends: libc6 (>= 2.28), passwd
Recommends: nftables
Section: net
Priority: optional
Description: An example, 100% whole
 One line.
 .
 Another one.
`,
  );
});

const others: ReadonlyArray<readonly [name: string, mode: number, text: string]> = [
  ['md5sums', 0o644, `${'a'.repeat(32)}  etc/example/settings.json\n${'b'.repeat(32)}  usr/bin/example\n`],
  ['conffiles', 0o644, '/etc/example/settings.json\n'],
  ['postinst', 0o755, '#!/bin/sh\ntrue\n'],
  ['templates', 0o644, 'Template: a/b\n'],
];
for (const [name, mode, text] of others)
  test(`${name} is there, with its rights`, () => assert.deepEqual(files.get(name), { name, mode, text }));

test('a package without settings has no list of them', () => {
  const names = controlFiles({ ...example, config: [] }, installed).map(({ name }) => name);
  assert(!names.includes('conffiles'));
});
