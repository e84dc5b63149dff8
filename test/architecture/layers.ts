// Finds in a tree of sources every import and loophole that the table of layers does not allow; pure.
import { builtinModules } from 'node:module';
import path from 'node:path';
import { allowedImports, mayAskForThePlatform, type Row } from './allowed-imports.ts';
import type { Tree } from './repository.ts';

/** What is wrong, and where. */
export interface Fault {
  readonly file: string;
  readonly kind:
    | 'no-row'
    | 'own-folder'
    | 'own-extension'
    | 'node-module'
    | 'package'
    | 'computed-import'
    | 'reference'
    | 'require'
    | 'platform';
  readonly what: string;
}

/** All faults of all TypeScript files in the tree. */
export function faultsOf(tree: Tree): readonly Fault[] {
  return [...tree].flatMap(([file, text]) => {
    const row = rowOf(file);
    if (row === undefined) return [{ file, kind: 'no-row' as const, what: 'no folder of the table' }];
    return [...importFaults(file, text, row), ...loopholes(file, text)];
  });
}

function importFaults(file: string, text: string, row: Row): readonly Fault[] {
  return importsOf(text).flatMap((specifier) => {
    const kind = specifier.startsWith('.') ? ownFault(file, specifier, row) : foreignFault(specifier, row);
    return kind === undefined ? [] : [{ file, kind, what: specifier }];
  });
}

function ownFault(file: string, specifier: string, row: Row): Fault['kind'] | undefined {
  const target = path.posix.join(path.posix.dirname(file), specifier);
  const isPlainScript = target.startsWith('build/') && target.endsWith('.mjs');
  // Only a browser gets pages, and only after they were built; Node cannot run them.
  const isPage = /^(?:ems\/console|renderer)\//.test(target) && target.endsWith('.tsx');
  if (!(target.endsWith('.ts') || isPlainScript || isPage)) return 'own-extension';
  const folder = rowOf(target)?.folder;
  return folder !== undefined && [row.folder, ...row.own].includes(folder) ? undefined : 'own-folder';
}

function foreignFault(specifier: string, row: Row): Fault['kind'] | undefined {
  if (specifier.startsWith('node:')) return row.node ? undefined : 'node-module';
  const parts = specifier.split('/');
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
  if (builtinModules.includes(name)) return 'node-module';
  const allowed = ['*', name, `${parts[0]}/*`];
  return row.packages.some((each) => allowed.includes(each)) ? undefined : 'package';
}

const requires = /\bcreateRequire\b|\brequire\(|\bgetBuiltinModule\b/;

/** Ways around the compiler and around the table. */
function loopholes(file: string, text: string): readonly Fault[] {
  const code = withoutComments(text);
  const found = (kind: Fault['kind'], what: string, isThere: boolean): readonly Fault[] =>
    isThere ? [{ file, kind, what }] : [];
  const asksForThePlatform =
    /\bprocess\.platform\b|\{[^}]*\bplatform\b[^}]*\}\s*from 'node:(os|process)'|\bos\.platform\b/;
  return [
    ...found('reference', '/// <reference', /^\s*\/\/\/\s*<reference/m.test(text)),
    // Tests see everything anyway; some hand a plain script to a child process.
    ...found('require', 'require', !file.startsWith('test/') && requires.test(code)),
    ...found('computed-import', 'a computed import', /\bimport\(\s*[^'"\s]/.test(code)),
    ...found(
      'platform',
      'process.platform',
      asksForThePlatform.test(code) && !mayAskForThePlatform.some((each) => file.startsWith(each)),
    ),
  ];
}

/** Every module named in an import, an export … from, an import() or an import type. */
function importsOf(text: string): readonly string[] {
  const code = withoutComments(text);
  const statements = code.matchAll(/^[ \t]*(?:import|export)\b(?:[^'"`;()=]*?\bfrom)?\s*['"]([^'"\n]+)['"]/gm);
  const calls = code.matchAll(/\bimport\(\s*['"]([^'"\n]+)['"]/g);
  return [...statements, ...calls].map((match) => match[1] ?? '');
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function rowOf(file: string): Row | undefined {
  return allowedImports
    .filter((row) => file.startsWith(`${row.folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
}
