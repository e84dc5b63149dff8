// What lies in a package: files as they were said, and the bill of materials about them.

import assert from 'node:assert/strict';
import { lstat, mkdtemp, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { describe, test } from 'node:test';
import { below, textFile, writeEntries } from '../../../../build/package/contents/entry.ts';
import { billOfMaterials } from '../../../../build/package/contents/sbom.ts';

const epoch = 1_700_000_000;

describe('entries', () => {
  test('are laid with their rights and one time, whatever the umask is', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'stile-entries-'));
    const before = process.umask(0o077);
    try {
      await writeEntries(
        root,
        below('/usr', [
          textFile('bin/tool', 'x', 0o755),
          { kind: 'folder', path: 'private', mode: 0o700 },
          { kind: 'link', path: 'bin/other', to: 'tool' },
        ]),
        epoch,
      );
      const looks = async (place: string) => {
        const { mode, mtimeMs } = await lstat(path.join(root, place));
        return { mode: mode & 0o777, time: mtimeMs / 1000 };
      };
      assert.deepEqual(await looks('usr/bin/tool'), { mode: 0o755, time: epoch });
      assert.deepEqual(await looks('usr/private'), { mode: 0o700, time: epoch });
      assert.deepEqual(await looks('usr/bin'), { mode: 0o755, time: epoch });
      assert.deepEqual(await looks('usr'), { mode: 0o755, time: epoch });
      assert.equal(await readlink(path.join(root, 'usr/bin/other')), 'tool');
      assert.equal(await readFile(path.join(root, 'usr/bin/tool'), 'utf8'), 'x');
    } finally {
      process.umask(before);
      await rm(root, { recursive: true });
    }
  });
});

describe('the bill of materials', () => {
  const component = { name: '@scope/part', version: '2.0.0', licence: '(MIT OR Apache-2.0)', sha512: 'ab'.repeat(64) };
  const bill = (version: string) =>
    billOfMaterials({ name: 'stile-agent', release: { version, epoch }, components: [component] }) as {
      readonly serialNumber: string;
      readonly components: readonly object[];
      readonly metadata: { readonly timestamp: string };
    };

  test('names each component by what npm fetched', () =>
    assert.deepEqual(bill('1.2.3').components, [
      {
        type: 'library',
        'bom-ref': 'pkg:npm/%40scope/part@2.0.0',
        name: '@scope/part',
        version: '2.0.0',
        hashes: [{ alg: 'SHA-512', content: 'ab'.repeat(64) }],
        licenses: [{ expression: 'MIT OR Apache-2.0' }],
        purl: 'pkg:npm/%40scope/part@2.0.0',
      },
    ]));

  test('is the same for the same contents, and another one for others', () => {
    assert.deepEqual(bill('1.2.3'), bill('1.2.3'));
    assert.notEqual(bill('1.2.3').serialNumber, bill('1.2.4').serialNumber);
    assert.match(
      bill('1.2.3').serialNumber,
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    assert.equal(bill('1.2.3').metadata.timestamp, '2023-11-14T22:13:20Z');
  });
});
