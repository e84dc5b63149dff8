// Plants every import and construct that the layers forbid and sees the compiler refuse it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { plantedFaults, soundFiles } from './planted-types.ts';
import { projectFiles, root } from './repository.ts';

describe('the compiler', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'stile-layers-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const diagnostics = compile(folder);

  for (const { what, file, code } of plantedFaults) {
    test(`refuses ${what}`, () => {
      const codes = diagnostics.filter((each) => each.file === file).map((each) => each.code);
      assert.ok(codes.includes(code), `expected TS${code} in ${file}, got ${codes.join(', ') || 'nothing'}`);
    });
  }

  test('accepts what the layers allow', () => {
    assert.deepEqual(
      diagnostics.filter((each) => !plantedFaults.some(({ file }) => file === each.file)),
      [],
    );
  });
});

interface Diagnostic {
  readonly file: string;
  readonly code: number;
}

/** One run over a copy of the projects in which all faults are planted, each in a file of its own. */
function compile(folder: string): readonly Diagnostic[] {
  for (const file of ['package.json', ...projectFiles()])
    cpSync(path.join(root, file), path.join(folder, file), { recursive: true });
  const planted = plantedFaults.map(({ file, source }): [string, string] => [file, source]);
  for (const [file, source] of [...Object.entries(soundFiles), ...planted]) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), source);
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  // Projects built side by side may read a declaration that another has only begun to write.
  const { stdout } = spawnSync(process.execPath, [tsc, '-b', '--pretty', 'false', '--singleThreaded'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return [...stdout.matchAll(/^(.+?)\(\d+,\d+\): error TS(\d+):/gm)].map(([, file, code]) => ({
    file: (file ?? '').replaceAll('\\', '/'),
    code: Number(code),
  }));
}
