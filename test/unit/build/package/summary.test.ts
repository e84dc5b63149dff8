// What is said of packages: size and hash of the file itself, and why one must not be given to people.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { differencesOf } from '../../../../build/package/reproducible.ts';
import { linesOf, summaryOf } from '../../../../build/package/summary.ts';

const release = { version: '1.2.3', epoch: 1, commit: null, obstacles: ['the sources differ from the commit'] };

test('a package is told by size, hash and everything that stands against it', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'stile-summary-'));
  try {
    await writeFile(path.join(folder, 'a.deb'), Buffer.alloc(1_572_864));
    const summary = await summaryOf(folder, { file: 'a.deb', obstacles: ['no Electron was found'] }, release);
    assert.deepEqual(summary, {
      file: 'a.deb',
      mib: 1.5,
      sha256: '106f0647ae10a6516b1ab2968038161e287ef40d1b22ca047531ed768e594ef1',
      releasable: false,
      why: 'the sources differ from the commit; no Electron was found',
    });
    assert.match(linesOf([summary]).join('\n'), /a\.deb +1\.50 MiB .*\n.*not releasable: .*no Electron was found/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

const one = { file: 'a.deb', sha256: '1' };
const compared: ReadonlyArray<readonly [sentence: string, second: readonly (typeof one)[], said: RegExp | null]> = [
  ['two builds with the same hashes agree', [one], null],
  ['another hash is told', [{ file: 'a.deb', sha256: '2' }], /^a\.deb: sha256 1, then 2$/],
  ['a package of the first build alone is told', [], /^a\.deb: the second build did not make it$/],
  ['a package of the second build alone is told', [one, { file: 'b.rpm', sha256: '1' }], /^b\.rpm: only the second/],
];
for (const [sentence, second, said] of compared)
  test(sentence, () => {
    const lines = differencesOf([one], second);
    if (said === null) assert.deepEqual(lines, []);
    else assert.match(lines.join('\n'), said);
  });
