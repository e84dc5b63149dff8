// Checks what the shell's three programs are made of, as the bundler found it, and that nothing of this machine got in.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import type { FoundInputs } from '../../build/bundles/inputs.ts';
import { ensureShell } from '../../build/shell/build-shell.ts';
import { root } from './repository.ts';

interface Row {
  readonly program: 'main' | 'preload' | 'pages';
  /** Of our own files, nothing else. */
  readonly own: RegExp;
  /** At run time, nothing else. */
  readonly imported: RegExp;
  /** Npm packages in it, no others. */
  readonly packages: RegExp;
}

const rows: readonly Row[] = [
  {
    program: 'main',
    own: /^(?:electron|session|native|shared)\/(?!preload\.ts)/,
    imported: /^(?:node:.*|electron|koffi|keytar|@napi-rs\/keyring)$/,
    packages: /./,
  },
  {
    program: 'preload',
    own: /^(?:electron\/preload\.ts|shared\/shell\/channels\.ts)$/,
    imported: /^electron$/,
    packages: /^$/,
  },
  {
    program: 'pages',
    own: /^(?:renderer|shared)\/(?!node\/)/,
    imported: /^$/,
    packages: /node_modules\/(?!electron|undici|ws|koffi|playwright)/,
  },
];

describe('the bundle of the shell', () => {
  let folder = '';
  before(async () => {
    folder = await ensureShell();
  });

  for (const { program, own, imported, packages } of rows) {
    test(`makes ${program} of its own layers and nothing else`, async () => {
      const inputs: Readonly<Record<string, FoundInputs>> = JSON.parse(
        await readFile(path.join(folder, 'inputs.json'), 'utf8'),
      );
      const found = inputs[program];
      assert.ok(found !== undefined && found.own.length > 0);
      assert.deepEqual(
        {
          own: found.own.filter((file) => !own.test(file)),
          imported: found.imported.filter((name) => !imported.test(name)),
          packages: found.packages.filter((name) => !packages.test(name)),
        },
        { own: [], imported: [], packages: [] },
      );
    });
  }

  test('holds nothing of the machine it was made on', async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    for (const file of files) {
      const text = await readFile(file, 'latin1');
      assert.ok(!text.includes(root), `${file} names ${root}`);
      assert.doesNotMatch(text, /sourceMappingURL=(?!data:)\S*\.map/, file);
    }
  });
});
