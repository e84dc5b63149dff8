// The package command's line: which packages are asked for, and what is said to one that asks for none.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArguments } from '../../../../build/package/arguments.ts';
import type { Target } from '../../../../build/package/target.ts';

const target = (system: Target['system'], name: string): Target => ({
  system,
  name,
  makes: `${name} as a file`,
  needs: [],
  build: async () => [],
});
const all = [target('linux', 'stile-agent'), target('linux', 'stile-ems'), target('win', 'installer')];

const understood: ReadonlyArray<readonly [line: string, names: readonly string[]]> = [
  ['--linux', ['stile-agent', 'stile-ems']],
  ['--linux --win', ['stile-agent', 'stile-ems', 'installer']],
  ['--linux --only stile-ems', ['stile-ems']],
  ['--linux --version 1.2.3 --json', ['stile-agent', 'stile-ems']],
];
for (const [line, names] of understood)
  test(`"${line}" builds ${names.join(', ')}`, () => {
    const read = readArguments(line.split(' '), all);
    assert(read.kind === 'build');
    assert.deepEqual(
      read.targets.map(({ name }) => name),
      names,
    );
  });

const refused: ReadonlyArray<readonly [line: string, why: RegExp]> = [
  ['--json', /say for which system/],
  ['--mac', /nothing can be built for mac/],
  ['--linux --only installer', /nothing called installer for linux/],
  ['--linux --version 1.2', /three numbers/],
  ['--linux --version 1.2.3~rc1', /three numbers/],
  ['--lunix', /--lunix/],
];
for (const [line, why] of refused)
  test(`"${line}" is wrong, and the usage is shown`, () => {
    const read = readArguments(line.split(' '), all);
    assert(read.kind === 'wrong');
    assert.match(read.text, why);
    assert.match(read.text, /Usage: npm run package/);
  });

test('the help names everything that can be built', () => {
  const read = readArguments(['--help'], all);
  assert(read.kind === 'help');
  for (const { makes } of all) assert(read.text.includes(makes));
});
