// Checks the text of every file: length and opening of sources, and nothing of the machine it was written on.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readTree, repositoryFiles } from './repository.ts';
import { sourceFaults, textFaults } from './text.ts';

const files = repositoryFiles();
const isSource = (file: string): boolean => /\.([cm]?tsx?|mjs|sh)$/.test(file) || file === '.ci/run';
const isText = (file: string): boolean => !/\.(png|ico|icns|gz|der|p12|bin)$/.test(file);

describe('the text', () => {
  test('of every source is at most 300 lines and opens with what it is responsible for', () => {
    assert.deepEqual(sourceFaults(readTree(files.filter(isSource))), []);
  });

  test('of no file names a registry or a path of one machine', () => {
    assert.deepEqual(
      textFaults(readTree(files.filter(isText).filter((file) => !file.startsWith('test/fixtures/')))),
      [],
    );
  });

  test('is refused when it is too long, or opens without a sentence', () => {
    const tree = new Map([
      ['a.ts', `// Says something about itself.\n${'\n'.repeat(300)}`],
      ['b.ts', 'export const b = 1;\n'],
      ['c.ts', '// b\nexport const b = 1;\n'],
      ['d.mjs', '#!/usr/bin/env node\n// Says what it does,\n// in two lines.\n'],
    ]);
    assert.deepEqual(sourceFaults(tree), [
      { file: 'a.ts', kind: 'too-long' },
      { file: 'b.ts', kind: 'no-opening' },
      { file: 'c.ts', kind: 'no-opening' },
    ]);
  });

  test('is refused when it names a registry or the folder of a person', () => {
    const host = ['registry', 'npmjs', 'org'].join('.');
    const tree = new Map([
      ['a.md', `get it from https://${host}/zod`],
      ['b.ts', `const file = '${['', 'Users', 'somebody', 'x'].join('/')}';`],
      ['c.ts', "import { work } from './work/somebody.ts'; // usr/work/somebody"],
    ]);
    assert.deepEqual(textFaults(tree), [
      { file: 'a.md', kind: 'registry-host' },
      { file: 'b.ts', kind: 'machine-path' },
    ]);
  });
});
