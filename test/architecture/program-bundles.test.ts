// Checks what the packed programs are made of, as the bundler found it, and that nothing of this machine got in.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { ensureProgramBundles, type ProgramBundles } from '../../build/package/programs/ensure-bundles.ts';
import { type Product, products } from '../../build/package/programs/products.ts';
import { root } from './repository.ts';

interface Row {
  readonly product: Product;
  /** Of our own files, nothing else. */
  readonly own: RegExp;
  /** Compiled packages beside them, no others. */
  readonly native: RegExp;
}

const natives = /^(?:koffi|keytar|@napi-rs\/keyring)$/;
const rows: readonly Row[] = [
  { product: 'agent', own: /^(?:daemon|cli|session|native|shared)\//, native: natives },
  // The command `stile` is the same everywhere, with the keyrings that it would use for a person; there it has none.
  { product: 'ems', own: /^(?:ems|cli|session|native|shared)\/(?!console\/)/, native: natives },
  { product: 'gateway', own: /^(?:gateway|cli|session|native|shared)\//, native: natives },
];

for (const { product, own, native } of rows)
  describe(`the packed programs of ${product}`, () => {
    let bundles: ProgramBundles;
    before(async () => {
      bundles = await ensureProgramBundles(product);
    });

    test('are made of their own layers, Node and compiled packages, and nothing else', () => {
      const { inputs } = bundles;
      assert.ok(inputs.own.length > 0);
      assert.deepEqual(
        {
          own: inputs.own.filter((file) => !own.test(file)),
          imported: inputs.imported.filter((name) => !name.startsWith('node:') && !native.test(name)),
          packages: inputs.packages.filter((name) =>
            /node_modules\/(?:electron|playwright|vite|dbus-next)$/.test(name),
          ),
        },
        { own: [], imported: [], packages: [] },
      );
    });

    test('come only from the folders whose change builds them anew', () => {
      const folders = products[product].folders;
      assert.deepEqual(
        bundles.inputs.own.filter((file) => !folders.some((folder) => file.startsWith(`${folder}/`))),
        [],
      );
    });

    test('hold nothing of the machine they were made on', async () => {
      const entries = await readdir(bundles.folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
      assert.ok(files.length >= Object.keys(products[product].entries).length);
      for (const file of files) assert.ok(!(await readFile(file, 'latin1')).includes(root), `${file} names ${root}`);
    });
  });
