// Plants every habit that the linters must break and sees it refused.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { plantedHabits, plantedPromises, soundPromise, soundTarget } from './planted-habits.ts';
import { projectFiles, root } from './repository.ts';

describe('the linters', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'stile-habits-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  plant(folder);
  const biome = lint(folder, '@biomejs/biome/bin/biome', ['lint', '--reporter=github', '--max-diagnostics=none', '.']);
  const oxlint = lint(folder, 'oxlint/bin/oxlint', ['--type-aware', '--format=unix', '.']);

  for (const { what, file, rule } of plantedHabits) {
    test(`refuse ${what}`, () => {
      assert.ok(
        biome.some((line) => line.includes(file) && line.includes(rule)),
        biome.join('\n'),
      );
    });
  }

  for (const { what, file, rule } of plantedPromises) {
    test(`refuse ${what}`, () => {
      assert.ok(
        oxlint.some((line) => line.includes(file) && line.includes(rule)),
        oxlint.join('\n'),
      );
    });
  }

  test('leave the promise of a test to node:test', () => {
    assert.ok(!oxlint.some((line) => line.includes(soundPromise.file)));
  });
});

function plant(folder: string): void {
  for (const file of ['package.json', 'biome.json', '.oxlintrc.json', '.gitignore', ...projectFiles()]) {
    cpSync(path.join(root, file), path.join(folder, file), { recursive: true });
  }
  for (const { file, source } of [...plantedHabits, ...plantedPromises, soundPromise, soundTarget]) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), source);
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
}

/** What the tool prints, one finding per line. */
function lint(folder: string, tool: string, args: readonly string[]): readonly string[] {
  const script = path.join(root, 'node_modules', tool);
  const { stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8' });
  return `${stdout}${stderr}`.replaceAll('\\', '/').split('\n');
}
