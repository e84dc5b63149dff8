// Finds what may stand in no file of the project: hosts of registries, paths of one machine, too long sources.
import type { Tree } from './repository.ts';

export interface TextFault {
  readonly file: string;
  readonly kind: 'too-long' | 'no-opening' | 'registry-host' | 'machine-path';
}

const longest = 300;

/** Written so that this file does not name what it looks for. */
const registryHosts =
  /registry\.(?:npmjs|yarnpkg)\b|\bnpmjs\.(?:org|com)\b|\bnpmmirror\b|\b(?:pypi|crates)\.(?:org|io)\b/i;
const machinePaths = /(?<![\w.])\/(?:work|Users)\/[\w.-]+|\b[A-Z]:\\Users\\\w/;

/** Faults of sources: their length, and the sentence they open with. */
export function sourceFaults(tree: Tree): readonly TextFault[] {
  return [...tree].flatMap(([file, text]): readonly TextFault[] => [
    ...(lineCount(text) > longest ? [{ file, kind: 'too-long' as const }] : []),
    ...(namesItself(file) || opensWithASentence(text) ? [] : [{ file, kind: 'no-opening' as const }]),
  ]);
}

/** Faults of any text file. */
export function textFaults(tree: Tree): readonly TextFault[] {
  return [...tree].flatMap(([file, text]): readonly TextFault[] => [
    ...(registryHosts.test(text) ? [{ file, kind: 'registry-host' as const }] : []),
    ...(machinePaths.test(text) ? [{ file, kind: 'machine-path' as const }] : []),
  ]);
}

function lineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** A test is named for the file it tests, and its own names are sentences. */
function namesItself(file: string): boolean {
  return file.endsWith('.test.ts');
}

/** The first comment, after an interpreter line if there is one, ends a sentence. */
function opensWithASentence(text: string): boolean {
  const body = text.replace(/^#!.*\n/, '');
  const comment = /^(?:(?:(?:\/\/|#).*\n)+|\/\*[\s\S]*?\*\/|--.*\n)/.exec(body)?.[0] ?? '';
  return /[A-Z`'"][\s\S]{10,}[.:]/.test(comment);
}
