// Checks the layers where the compiler is blind: packages, Node's modules, loopholes, files of no project.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, test } from 'node:test';
import { faultsOf } from './layers.ts';
import { plantedImports, soundImports } from './planted-imports.ts';
import { readTree, repositoryFiles, root } from './repository.ts';

const sources = repositoryFiles().filter((file) => /\.[cm]?tsx?$/.test(file));

describe('the layers', () => {
  for (const { file, source, kind } of plantedImports) {
    test(`refuse ${JSON.stringify(source)} in ${file}`, () => {
      const faults = faultsOf(new Map([[file, source]]));
      assert.deepEqual([...new Set(faults.map((fault) => fault.kind))], [kind]);
    });
  }

  for (const { file, source } of soundImports) {
    test(`allow ${JSON.stringify(source)} in ${file}`, () => {
      assert.deepEqual(faultsOf(new Map([[file, source]])), []);
    });
  }

  test('hold in the whole repository', () => {
    // Planted sources are text that looks like imports.
    const checked = sources.filter((file) => !file.startsWith('test/architecture/planted-'));
    assert.deepEqual(faultsOf(readTree(checked)), []);
  });

  test('have every TypeScript file in exactly one project', () => {
    const owners = new Map<string, string[]>(
      sources.filter((file) => !file.endsWith('.d.mts')).map((file) => [file, []]),
    );
    for (const project of projects()) for (const file of filesOf(project)) owners.get(file)?.push(project);
    const wrong = [...owners].filter(([, of]) => of.length !== 1);
    assert.deepEqual(wrong, []);
  });
});

function projects(): readonly string[] {
  return repositoryFiles()
    .filter((file) => file.endsWith('/tsconfig.json'))
    .map((file) => path.posix.dirname(file));
}

/** The compiler's own answer to which files the project takes. */
function filesOf(project: string): readonly string[] {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const shown = execFileSync(process.execPath, [tsc, '-p', project, '--showConfig'], { cwd: root, encoding: 'utf8' });
  const config: { readonly files?: readonly string[] } = JSON.parse(shown);
  return (config.files ?? []).map((file) => path.posix.join(project, file));
}
